export type Framework = 'gdpr' | 'soc2' | 'hipaa'

export const FRAMEWORKS: Readonly<Record<Framework, { readonly title: string; readonly about: string }>> = {
  gdpr: {
    title: 'GDPR: Regulation (EU) 2016/679',
    about: 'Whoever decides that an AI client may read this Odoo, usually the company, is the controller. The maker of Vitrine gets no data and is no processor.',
  },
  soc2: {
    title: 'SOC 2: AICPA Trust Services Criteria, 2017 (points of focus revised 2022)',
    about: 'SOC 2 reports are about a service organisation. There is no Vitrine service; what stands here can serve as evidence of controls that the company runs itself.',
  },
  hipaa: {
    title: 'HIPAA: Security Rule and Privacy Rule, 45 CFR Part 164',
    about: 'Matters only where the Odoo holds protected health information. Whether a covered entity may let an AI client read any is for it to decide, and needs an agreement with whoever runs the model.',
  },
}

/** One requirement: what of it a feature covers, where to see that, and what is left to others. */
export interface Control {
  readonly framework: Framework
  /** As the text itself is cited. */
  readonly reference: string
  readonly subject: string
  /** Empty where nothing in Vitrine covers it. */
  readonly feature: string
  readonly where: string
  readonly notCovered: string
}

const ACCESS = 'Access; permissions/ and policies/ in this pack'
const JOURNAL = 'Activity; journal/ in this pack'
const CONFIGURATION = 'configuration.json in this pack'

export const CONTROLS: readonly Control[] = [
  // GDPR
  {
    framework: 'gdpr', reference: 'Art. 5(1)(a), 12–14', subject: 'Lawfulness, fairness, transparency',
    feature: 'Every call is shown live and kept: who asked, which model and fields, how many records. PRIVACY.md says where data goes.',
    where: `${JOURNAL}; documents/PRIVACY.md`,
    notCovered: 'The legal basis, and telling the persons whose data it is: the controller.',
  },
  {
    framework: 'gdpr', reference: 'Art. 5(1)(b)', subject: 'Purpose limitation',
    feature: 'Rules narrow what can be read for the purpose; nothing can be written; models that no rule names can ask first.',
    where: ACCESS,
    notCovered: 'Naming the purpose, and what is done with an answer once it is read.',
  },
  {
    framework: 'gdpr', reference: 'Art. 5(1)(c)', subject: 'Data minimisation',
    feature: 'Models, fields, kinds of fields (contact details, tax and bank, cost and margin, payroll) and records can be hidden; answers are limited in rows. The journal holds no value of a record or filter.',
    where: `${ACCESS}; documents/POLICY.md; documents/JOURNAL.md`,
    notCovered: 'Choosing the rules. Personal data in free text is not recognised.',
  },
  {
    framework: 'gdpr', reference: 'Art. 5(1)(d)', subject: 'Accuracy',
    feature: 'Answers come from Odoo at that moment and carry a receipt that finds the question behind them; one that had to be cut says so.',
    where: JOURNAL,
    notCovered: 'Whether the records in Odoo, and what a model makes of them, are right.',
  },
  {
    framework: 'gdpr', reference: 'Art. 5(1)(e)', subject: 'Storage limitation',
    feature: 'Records are not stored. The journal is deleted after the days chosen, for good, and can be emptied at once.',
    where: `Settings; ${CONFIGURATION}`,
    notCovered: 'What the AI client and its provider keep, and what Odoo keeps.',
  },
  {
    framework: 'gdpr', reference: 'Art. 5(1)(f), 32', subject: 'Integrity, confidentiality, security of processing',
    feature: 'Read-only at the last line before the network; TLS 1.2 or later towards Odoo; keys sealed in the system keychain; a key for each client, kept as a hash; files open to their owner alone; a journal sealed row by row.',
    where: `documents/SECURITY.md; Clients; Connections; ${CONFIGURATION}`,
    notCovered: 'Encryption of the disk (the journal file itself is not encrypted), the computer and its accounts, Odoo, and the provider of the model.',
  },
  {
    framework: 'gdpr', reference: 'Art. 5(2), 24', subject: 'Accountability',
    feature: 'Journal, monthly summary, permission sheets and this pack.',
    where: `${JOURNAL}; Summary of a month; this pack`,
    notCovered: 'The decisions themselves, and proof that somebody looks at these.',
  },
  {
    framework: 'gdpr', reference: 'Art. 15–22', subject: 'Rights of the persons concerned',
    feature: 'The journal tells which models, fields and numbers of records were read, when and by whom.',
    where: JOURNAL,
    notCovered: 'Whose records those were is not recorded, on purpose: the journal cannot answer a request about one person. Access, rectification and erasure happen in Odoo and with the provider of the model.',
  },
  {
    framework: 'gdpr', reference: 'Art. 25', subject: 'Data protection by design and by default',
    feature: 'To begin with, nothing is allowed but chosen areas, other models ask first, secrets are always hidden, the HTTP endpoint and the webhook are off, and there is no telemetry.',
    where: `${ACCESS}; documents/POLICY.md; ${CONFIGURATION}`,
    notCovered: 'Rules that somebody has opened since; see the permission sheets for what holds now.',
  },
  {
    framework: 'gdpr', reference: 'Art. 28', subject: 'Processors',
    feature: '',
    where: 'documents/PRIVACY.md',
    notCovered: 'Whoever runs the model of the AI client (Anthropic for Claude) and whoever hosts Odoo are chosen by the controller, who needs a contract with them. The maker of Vitrine processes nothing.',
  },
  {
    framework: 'gdpr', reference: 'Art. 30', subject: 'Records of processing activities',
    feature: 'The summary of processing and the data path can be taken over into the record.',
    where: 'documents/PRIVACY.md; README.md in this pack',
    notCovered: 'The record itself, with purposes, categories and contacts of the controller.',
  },
  {
    framework: 'gdpr', reference: 'Art. 33–34', subject: 'Notification of a breach',
    feature: 'Alerts tell of rejected keys, unusual volume, questions outside working hours, models read for the first time and a broken journal; the journal shows what could have been read, by model and field.',
    where: `Overview; ${JOURNAL}`,
    notCovered: 'Judging, deciding and notifying within 72 hours. Values and persons are not recorded.',
  },
  {
    framework: 'gdpr', reference: 'Art. 35', subject: 'Data protection impact assessment',
    feature: 'Data path, rules and limits of protection are written down.',
    where: 'documents/; permissions/ in this pack',
    notCovered: 'The assessment.',
  },
  {
    framework: 'gdpr', reference: 'Art. 44–49', subject: 'Transfers to third countries',
    feature: '',
    where: 'README.md in this pack (data path)',
    notCovered: 'Vitrine transfers nothing by itself. What the AI client sends to its provider may be such a transfer: see the contract with the provider.',
  },
  // SOC 2
  {
    framework: 'soc2', reference: 'CC6.1', subject: 'Logical access to information assets',
    feature: 'A key for each client, kept as a hash; rules for models, fields and records; Odoo is asked with one Odoo user’s own rights and never more.',
    where: `Clients; ${ACCESS}; ${CONFIGURATION}`,
    notCovered: 'Accounts of the computer and of Odoo.',
  },
  {
    framework: 'soc2', reference: 'CC6.2, CC6.3', subject: 'Granting, changing and removing access',
    feature: 'Keys are made, replaced, paused, ended by date and revoked, at once for calls under way; last use of each is shown; a monthly summary names keys that are old, unused or ending.',
    where: 'Clients; Summary of a month',
    notCovered: 'Who approves access, and a review by a person. Changes of rules and keys are not journaled; configuration.json shows what holds when the pack is made.',
  },
  {
    framework: 'soc2', reference: 'CC6.6', subject: 'Threats from outside the boundary',
    feature: 'No network port unless switched on, and then on this computer alone; foreign web pages and host names are refused and noted.',
    where: 'Settings; documents/SECURITY.md',
    notCovered: 'Firewall and network of the company.',
  },
  {
    framework: 'soc2', reference: 'CC6.7', subject: 'Transmission and movement of information',
    feature: 'TLS to Odoo with checked certificates; between the AI client and Vitrine nothing leaves the computer; no redirect takes a key along.',
    where: 'Connections; documents/SECURITY.md',
    notCovered: 'The way from the AI client to its provider.',
  },
  {
    framework: 'soc2', reference: 'CC6.8', subject: 'Unauthorised software',
    feature: '',
    where: '–',
    notCovered: 'The company’s own protection of its computers.',
  },
  {
    framework: 'soc2', reference: 'CC7.2', subject: 'Monitoring for anomalies',
    feature: 'Journal of every call before its answer goes out; alerts, also by a signed webhook.',
    where: `Overview; ${JOURNAL}; Settings`,
    notCovered: 'Somebody who watches, and monitoring of the computer.',
  },
  {
    framework: 'soc2', reference: 'CC7.3, CC7.4', subject: 'Evaluating and answering incidents',
    feature: 'Disconnect, pause and revoke stop calls under way; the journal, if its chain verifies, shows what was asked.',
    where: `Tray; Clients; ${JOURNAL}`,
    notCovered: 'The procedure and the people.',
  },
  {
    framework: 'soc2', reference: 'CC8.1', subject: 'Change management',
    feature: '',
    where: 'manifest.json in this pack names the version',
    notCovered: 'Approving new versions and new rules before they are used.',
  },
  {
    framework: 'soc2', reference: 'C1.1, C1.2', subject: 'Confidential information: protection and disposal',
    feature: 'Hidden models and fields; no copy of records; deletion of the journal by age or at once, with a sealed record that it was done.',
    where: `${ACCESS}; ${JOURNAL}`,
    notCovered: 'What has reached the provider of the model.',
  },
  {
    framework: 'soc2', reference: 'A1.1–A1.3', subject: 'Availability',
    feature: 'Limits of calls keep a client from overloading Odoo.',
    where: CONFIGURATION,
    notCovered: 'Backups, recovery and capacity: Vitrine keeps nothing that would have to be available.',
  },
  // HIPAA
  {
    framework: 'hipaa', reference: '§164.308(a)(1)(ii)(D)', subject: 'Information system activity review',
    feature: 'Journal, monthly summary and alerts.',
    where: `${JOURNAL}; Summary of a month`,
    notCovered: 'The review itself.',
  },
  {
    framework: 'hipaa', reference: '§164.308(a)(4)', subject: 'Information access management',
    feature: 'Rules for each client; questions before a model is first read.',
    where: ACCESS,
    notCovered: 'Policies and their approval.',
  },
  {
    framework: 'hipaa', reference: '§164.312(a)(1), (a)(2)(i)', subject: 'Access control, unique user identification',
    feature: 'A key for each client; each row names client, connection and Odoo user.',
    where: `Clients; ${JOURNAL}`,
    notCovered: 'A person of their own behind each client and Odoo user: do not share these.',
  },
  {
    framework: 'hipaa', reference: '§164.312(a)(2)(ii)', subject: 'Emergency access procedure',
    feature: '',
    where: '–',
    notCovered: 'Odoo can be used without Vitrine at any time.',
  },
  {
    framework: 'hipaa', reference: '§164.312(a)(2)(iii)', subject: 'Automatic logoff',
    feature: 'Sessions over HTTP that nobody uses for half an hour end; hours and days can be set for each client.',
    where: ACCESS,
    notCovered: 'Locking the computer. Sessions over the local socket last as long as their client.',
  },
  {
    framework: 'hipaa', reference: '§164.312(a)(2)(iv), (e)(2)(ii)', subject: 'Encryption and decryption',
    feature: 'Keys are sealed in the system keychain; TLS to Odoo.',
    where: 'documents/SECURITY.md',
    notCovered: 'Encryption of the disk. The journal is not encrypted; it holds no value of a record.',
  },
  {
    framework: 'hipaa', reference: '§164.312(b)', subject: 'Audit controls',
    feature: 'Every call has a row before its answer goes out; unless you choose otherwise, what cannot be recorded is not answered.',
    where: `${JOURNAL}; ${CONFIGURATION}`,
    notCovered: 'Which patients’ records were read: values are not recorded. What the AI client does with an answer.',
  },
  {
    framework: 'hipaa', reference: '§164.312(c)(1), (c)(2)', subject: 'Integrity',
    feature: 'Nothing in Odoo can be altered or destroyed. Rows of the journal form a chain of HMACs that names the first one changed, removed or put in.',
    where: 'journal/verify.json in this pack; documents/JOURNAL.md',
    notCovered: 'An administrator of the computer; see the limits in JOURNAL.md.',
  },
  {
    framework: 'hipaa', reference: '§164.312(d)', subject: 'Person or entity authentication',
    feature: 'Clients prove themselves by key, Vitrine to Odoo by API key, Odoo to Vitrine by certificate.',
    where: 'Clients; Connections',
    notCovered: 'Authenticating the person at the computer.',
  },
  {
    framework: 'hipaa', reference: '§164.312(e)(1)', subject: 'Transmission security',
    feature: 'TLS 1.2 or later to Odoo, checking cannot be switched off; the endpoint for HTTP is reachable from this computer only.',
    where: 'Connections; documents/SECURITY.md',
    notCovered: 'The way from the AI client to its provider.',
  },
  {
    framework: 'hipaa', reference: '§164.316(b)(2)(i)', subject: 'Keeping documentation for six years',
    feature: 'Retention of the journal can be set from 1 to 3650 days; packs and summaries can be kept elsewhere.',
    where: `Settings; ${CONFIGURATION}`,
    notCovered: 'The usual retention of 90 days is far shorter: set it, or keep exports, where this holds for you.',
  },
  {
    framework: 'hipaa', reference: '§164.502(b), §164.514(d)', subject: 'Minimum necessary',
    feature: 'Rules for models, fields and records; limits of rows.',
    where: ACCESS,
    notCovered: 'Deciding what is necessary. Health data in free text is not recognised.',
  },
  {
    framework: 'hipaa', reference: '§164.502(e), §164.504(e)', subject: 'Business associate contracts',
    feature: '',
    where: '–',
    notCovered: 'A contract with whoever runs the model and with whoever hosts Odoo. The maker of Vitrine receives nothing.',
  },
]
