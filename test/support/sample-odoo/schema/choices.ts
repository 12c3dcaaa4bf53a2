export const TIME_ZONES = [['Africa/Cairo', 'Africa/Cairo'], ['America/Los_Angeles', 'America/Los_Angeles'], ['America/New_York', 'America/New_York'],
  ['Asia/Tokyo', 'Asia/Tokyo'], ['Australia/Sydney', 'Australia/Sydney'], ['Europe/Brussels', 'Europe/Brussels'], ['Europe/London', 'Europe/London'],
  ['Europe/Paris', 'Europe/Paris'], ['Pacific/Auckland', 'Pacific/Auckland'], ['UTC', 'UTC']] as const

export const PRIORITY = [['0', 'Normal'], ['1', 'Urgent']] as const

export const INVOICE_STATUS = [['upselling', 'Upselling Opportunity'], ['invoiced', 'Fully Invoiced'], ['to invoice', 'To Invoice'], ['no', 'Nothing to Invoice']] as const

export const PAYMENT_STATE = [['not_paid', 'Not Paid'], ['in_payment', 'In Payment'], ['paid', 'Paid'], ['partial', 'Partially Paid'], ['reversed', 'Reversed'], ['invoicing_legacy', 'Invoicing App Legacy']] as const

export const MOVE_TYPE = [['entry', 'Journal Entry'], ['out_invoice', 'Customer Invoice'], ['out_refund', 'Customer Credit Note'], ['in_invoice', 'Vendor Bill'],
  ['in_refund', 'Vendor Credit Note'], ['out_receipt', 'Sales Receipt'], ['in_receipt', 'Purchase Receipt']] as const

export const STOCK_STATE = [['draft', 'Draft'], ['waiting', 'Waiting Another Operation'], ['confirmed', 'Waiting'], ['assigned', 'Ready'], ['done', 'Done'], ['cancel', 'Cancelled']] as const
