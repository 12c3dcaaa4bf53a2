/**
 * Scenarios of the public suite that ask for what Vitrine is not: each with the reason, and a part of what the suite must say
 * of it, so that none can fail for another reason unseen.
 */
export const NOT_APPLICABLE: Readonly<Record<string, { readonly reason: string; readonly said: RegExp }>> = {
  ...missingTools({
    'tools-call-simple-text': 'test_simple_text',
    'tools-call-image': 'test_image_content',
    'tools-call-audio': 'test_audio_content',
    'tools-call-embedded-resource': 'test_embedded_resource',
    'tools-call-mixed-content': 'test_multiple_content_types',
    'tools-call-error': 'test_error_handling',
    'tools-call-with-progress': 'test_tool_with_progress',
    'tools-call-sampling': 'test_sampling',
    'tools-call-elicitation': 'test_elicitation',
    'elicitation-sep1034-defaults': 'test_elicitation_sep1034_defaults',
    'elicitation-sep1330-enums': 'test_elicitation_sep1330_enums',
  }),
  'json-schema-2020-12': {
    reason: "calls the suite's own tool json_schema_2020_12_tool; Vitrine's schemas are plain and use none of its keywords",
    said: /Tool 'json_schema_2020_12_tool' not found/,
  },
  ...missingResources({
    'resources-read-text': 'test://static-text',
    'resources-read-binary': 'test://static-binary',
    'resources-templates-read': 'test://template/{id}/data',
  }),
  ...missingPrompts({
    'prompts-get-simple': 'test_simple_prompt',
    'prompts-get-with-args': 'test_prompt_with_arguments',
    'prompts-get-embedded-resource': 'test_prompt_with_embedded_resource',
    'prompts-get-with-image': 'test_prompt_with_image',
  }),
  ...notOffered('logging', 'messages about calls stay in the journal on this machine', ['logging-set-level', 'tools-call-with-logging']),
  ...notOffered('resources.subscribe', 'records are read when asked for and not watched', ['resources-subscribe', 'resources-unsubscribe']),
  'server-sse-polling': {
    reason: 'asks for resumable streams, which are a matter of the HTTP endpoint; the one here stands in for a test only',
    said: /priming event|retry field/,
  },
}

type Entries = typeof NOT_APPLICABLE

function missingTools(named: Readonly<Record<string, string>>): Entries {
  return each(named, (name) => ({ reason: `calls the suite's own tool ${name}`, said: /There is no tool of that name/ }))
}

function missingResources(named: Readonly<Record<string, string>>): Entries {
  return each(named, (address) => ({ reason: `reads the suite's own resource ${address}`, said: /There is no resource of that address/ }))
}

function missingPrompts(named: Readonly<Record<string, string>>): Entries {
  return each(named, (name) => ({ reason: `asks for the suite's own prompt ${name}`, said: /There is no prompt of that name/ }))
}

function notOffered(capability: string, why: string, scenarios: readonly string[]): Entries {
  return Object.fromEntries(
    scenarios.map((scenario) => [scenario, { reason: `needs the capability ${capability}, which is not announced: ${why}`, said: /Method not found/ }]),
  )
}

function each(named: Readonly<Record<string, string>>, entry: (name: string) => Entries[string]): Entries {
  return Object.fromEntries(Object.entries(named).map(([scenario, name]) => [scenario, entry(name)]))
}
