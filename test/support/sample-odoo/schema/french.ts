import type { Env } from '../engine/model'

/** Labels in French, for the second installed language. */
const FRENCH: Readonly<Record<string, string>> = {
  'System Parameter': 'Paramètre système', 'Sales Order': 'Commande client', 'Purchase Order': 'Bon de commande fournisseur',
  Account: 'Compte', Contact: 'Contact', Country: 'Pays', Customer: 'Client', Status: 'Statut', Total: 'Total', Name: 'Nom',
  Company: 'Société', Product: 'Produit', 'Product Variant': "Variante d'article", Quantity: 'Quantité', Salesperson: 'Vendeur', 'Order Date': 'Date de la commande',
  'Due Date': "Date d'échéance", 'Amount Due': 'Montant dû', Quotation: 'Devis', 'Quotation Sent': 'Devis envoyé', Cancelled: 'Annulé',
  Draft: 'Brouillon', Posted: 'Comptabilisé', Phone: 'Téléphone', City: 'Ville', Street: 'Rue', Description: 'Description',
  'Journal Entry': 'Pièce comptable', Stage: 'Étape', Currency: 'Devise', Tags: 'Étiquettes', Vendor: 'Fournisseur',
}

/** A label or the name of a model in the caller's language. */
export function labelOf(env: Env, label: string): string {
  return env.lang === 'fr_FR' ? FRENCH[label] ?? label : label
}
