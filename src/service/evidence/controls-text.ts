import { CONTROLS, FRAMEWORKS, type Framework } from './controls'

/** The mapping as Markdown, one table a framework. */
export function controlsText(): string {
  const tables = (Object.keys(FRAMEWORKS) as Framework[]).map((framework) => {
    const { title, about } = FRAMEWORKS[framework]
    const rows = CONTROLS.filter((control) => control.framework === framework).map(
      ({ reference, subject, feature, where, notCovered }) => `| ${reference} | ${subject} | ${feature === '' ? '**Nothing in Vitrine.**' : feature} | ${where} | ${notCovered} |`,
    )
    return `## ${title}\n\n${about}\n\n| requirement | subject | what Vitrine does | where to see it | what is not covered |\n|---|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `# Controls\n\n${NOTICE}\n\n${tables.join('\n')}`
}

const NOTICE = [
  '**Not certified.** Neither Vitrine nor its maker holds a certification, attestation or audit report for any of these, and none is claimed.',
  'This is no legal advice. It says which features can serve as evidence for which requirement, where to look, and what they do not cover; whether a requirement is met is for you, your auditor and your lawyer to judge.',
  'Draft, pending legal review.',
].join(' ')
