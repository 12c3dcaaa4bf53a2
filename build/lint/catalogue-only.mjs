/**
 * Words that people read come from the catalogue. Reports text between tags, in attributes that are read out or shown, and where the
 * main process says something together with what to do about it.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const catalogueOnly = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { literal: 'People read this: put it into src/i18n/en.json and name its id.' },
  },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'literal' })
    const check = (node) => {
      for (const literal of literalsIn(node)) if (hasWords(literal)) report(literal)
    }
    return {
      JSXText(node) {
        if (isWordy(node.value)) report(node)
      },
      'JSXElement > JSXExpressionContainer, JSXFragment > JSXExpressionContainer'(node) {
        check(node.expression)
      },
      JSXAttribute(node) {
        if (SHOWN_ATTRIBUTES.has(nameOf(node.name)) && node.value !== null) check(node.value.type === 'JSXExpressionContainer' ? node.value.expression : node.value)
      },
      ObjectExpression(node) {
        const named = new Map(node.properties.filter(({ type }) => type === 'Property').map((property) => [nameOf(property.key), property.value]))
        if (!SAID_TOGETHER.every((name) => named.has(name))) return
        for (const name of SAID_TOGETHER) check(named.get(name))
      },
    }
  },
}

const SHOWN_ATTRIBUTES = new Set([
  'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'aria-placeholder', 'title', 'placeholder', 'alt',
  'label', 'about', 'message', 'hint', 'note', 'example',
])
const SAID_TOGETHER = ['message', 'hint']

const nameOf = (node) => (typeof node.name === 'string' ? node.name : String(node.value))
/** A name such as `sale.order`, an address or a piece of code is the same in every language. */
const isTechnical = (text) => /^\S*[._:@/[\]]\S+$/u.test(text.trim())
const isWordy = (text) => /\p{L}{2}/u.test(text) && !isTechnical(text)

/** The literals that an expression may come to be. */
function literalsIn(node) {
  switch (node.type) {
    case 'ConditionalExpression':
      return [...literalsIn(node.consequent), ...literalsIn(node.alternate)]
    case 'LogicalExpression':
      return [...literalsIn(node.left), ...literalsIn(node.right)]
    case 'Literal':
    case 'TemplateLiteral':
      return [node]
    default:
      return []
  }
}

function hasWords(node) {
  return node.type === 'TemplateLiteral' ? node.quasis.some(({ value }) => isWordy(value.raw)) : typeof node.value === 'string' && isWordy(node.value)
}
