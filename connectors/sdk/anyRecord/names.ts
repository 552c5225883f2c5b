/**
 * What people call the fields of Fluxo's entities in the first line of a list or in JSON of their own, in English, Dutch, German and
 * Portuguese; compared without case, accents, blanks and signs. The field's own path is always a name of it and not repeated here.
 */
type Names = Readonly<Record<string, readonly string[]>>;

const address = (path: string, prefixes: readonly string[]): Names => {
  const all = (...names: readonly string[]) => prefixes.flatMap((prefix) => names.map((name) => prefix + name));
  return {
    [`${path}.name`]: all('name', 'naam', 'nome'),
    [`${path}.line1`]: all('line1', 'address', 'address1', 'addressline1', 'street', 'adres', 'straat', 'strasse', 'endereco', 'morada', 'rua'),
    [`${path}.postalCode`]: all('postalcode', 'postcode', 'zip', 'zipcode', 'plz', 'cep', 'codigopostal'),
    [`${path}.city`]: all('city', 'town', 'plaats', 'stad', 'woonplaats', 'ort', 'stadt', 'cidade', 'localidade'),
    [`${path}.country`]: all('country', 'countrycode', 'land', 'landcode', 'pais'),
  };
};

const billing = address('billing', ['', 'billing', 'billto', 'invoice', 'factuur', 'rechnungs', 'faturacao', 'address', 'adres', 'endereco']);
const shipping = address('shipping', ['shipping', 'shipto', 'delivery', 'aflever', 'verzend', 'liefer', 'entrega']);

const id = ['id', 'key', 'externalid', 'uuid'];
const email = ['email', 'emailaddress', 'mail', 'emailadres', 'mailadres', 'enderecodeemail'];
const phone = ['phone', 'phonenumber', 'telephone', 'tel', 'mobile', 'telefoon', 'telefoonnummer', 'telefon', 'telefone', 'telemovel'];
const vatNumber = ['vat', 'vatno', 'vatid', 'taxid', 'btwnummer', 'btwnr', 'ustid', 'ustidnr', 'nif', 'contribuinte'];
const company = ['companyname', 'organisation', 'organization', 'bedrijf', 'bedrijfsnaam', 'firma', 'empresa'];
const firstName = ['firstname', 'givenname', 'fname', 'voornaam', 'vorname', 'nome', 'primeironome'];
const lastName = ['lastname', 'familyname', 'surname', 'lname', 'achternaam', 'nachname', 'apelido', 'sobrenome'];
const fullName = ['fullname', 'customername', 'customer', 'displayname', 'naam', 'klant', 'klantnaam', 'kunde', 'nomecompleto', 'cliente'];
const sku = ['articlenumber', 'articleno', 'itemnumber', 'itemno', 'productcode', 'artikelnummer', 'artikelnr', 'artnr', 'artikelcode', 'referencia', 'codigo'];
const barcode = ['ean', 'ean13', 'gtin', 'upc', 'streepjescode', 'codigodebarras'];
const taxRate = ['vatrate', 'taxpercentage', 'vatpercentage', 'btw', 'btwpercentage', 'btwtarief', 'mwst', 'iva', 'taxadeiva'];
const quantity = ['qty', 'amount', 'count', 'aantal', 'hoeveelheid', 'menge', 'anzahl', 'quantidade'];

const customer: Names = {
  sourceId: [...id, 'customerid', 'customernumber', 'customerno', 'relationnumber', 'klantnummer', 'klantnr', 'relatienummer', 'kundennummer', 'numerodecliente'],
  company,
  firstName,
  lastName,
  name: fullName,
  email,
  phone,
  vatNumber,
  website: ['url', 'site', 'webseite'],
  commerceNumber: ['kvk', 'kvknummer', 'chamberofcommerce'],
  paymentDays: ['paymentterm', 'betaaltermijn'],
  note: ['notes', 'remark', 'opmerking', 'notitie', 'observacoes'],
  mailConsent: ['optin', 'newsletter', 'consent', 'nieuwsbrief', 'marketing'],
  ...billing,
  ...shipping,
};

const product: Names = {
  sourceId: [...id, 'productid', 'articleid'],
  sku,
  name: ['title', 'productname', 'articlename', 'naam', 'titel', 'artikel', 'artikelnaam', 'productnaam', 'bezeichnung', 'nome', 'titulo'],
  description: ['longdescription', 'omschrijving', 'beschrijving', 'beschreibung', 'descricao'],
  shortDescription: ['summary', 'korteomschrijving', 'kurzbeschreibung', 'resumo'],
  barcode,
  priceIncl: ['price', 'priceinclvat', 'priceincltax', 'grossprice', 'salesprice', 'prijs', 'verkoopprijs', 'prijsinclbtw', 'prijsincl', 'preis', 'bruttopreis', 'preco', 'precocomiva'],
  priceExcl: ['priceexclvat', 'priceexcltax', 'netprice', 'prijsexclbtw', 'prijsexcl', 'nettopreis', 'precosemiva'],
  purchasePrice: ['cost', 'costprice', 'inkoopprijs', 'einkaufspreis', 'precodecompra'],
  currency: ['currencycode', 'valuta', 'moeda'],
  taxRate,
  unit: ['eenheid', 'einheit', 'unidade'],
  brand: ['vendor', 'merk', 'marke', 'marca'],
  quantity: [...quantity, 'stock', 'voorraad', 'bestand'],
  category: ['group', 'productgroup', 'categorie', 'groep', 'artikelgroep', 'kategorie', 'categoria', 'type'],
  parentId: ['productgroupid', 'parent', 'parentsku'],
  color: ['colour', 'kleur', 'farbe', 'cor'],
  size: ['maat', 'grosse', 'tamanho'],
};

const stock: Names = {
  sourceId: [...id, 'productid', 'articleid'],
  sku,
  name: product['name'] ?? [],
  barcode,
  free: [...quantity, 'quantity', 'available', 'stock', 'onhand', 'instock', 'inventory', 'voorraad', 'beschikbaar', 'bestand', 'lagerbestand', 'stockdisponivel', 'existencias'],
  reserved: ['allocated', 'gereserveerd', 'reserviert', 'reservado'],
  incoming: ['onorder', 'inbound', 'inbestelling', 'bestellt', 'encomendado'],
};

const order: Names = {
  sourceId: [...id, 'orderid'],
  number: ['ordernumber', 'orderno', 'ordernummer', 'order', 'invoicenumber', 'documentnumber', 'bestelnummer', 'factuurnummer', 'bestellnummer', 'numerodaencomenda', 'encomenda', 'pedido'],
  reference: ['ref', 'referentie', 'yourreference', 'referenz', 'referencia'],
  date: ['orderdate', 'createdat', 'created', 'invoicedate', 'datum', 'orderdatum', 'besteldatum', 'factuurdatum', 'data', 'datadaencomenda'],
  dueDate: ['vervaldatum', 'datadevencimento'],
  currency: ['currencycode', 'valuta', 'moeda'],
  totalIncl: ['total', 'ordertotal', 'grandtotal', 'totaal', 'totaalinclbtw', 'totaalincl', 'gesamt', 'totalcomiva'],
  totalExcl: ['subtotal', 'nettotal', 'totaalexclbtw', 'totaalexcl', 'totalsemiva'],
  paymentMethod: ['payment', 'betaalmethode', 'betaalwijze', 'zahlungsart', 'metododepagamento'],
  shippingMethod: ['verzendmethode', 'verzendwijze', 'versandart'],
  branch: ['store', 'location', 'filiaal', 'vestiging', 'filiale', 'loja'],
  note: ['notes', 'remark', 'opmerking', 'observacoes'],
  'customer.sourceId': ['customerid', 'customernumber', 'klantnummer', 'kundennummer'],
  'customer.company': company,
  'customer.firstName': firstName,
  'customer.lastName': lastName,
  'customer.name': fullName,
  'customer.email': [...email, 'customeremail', 'klantemail'],
  'customer.phone': phone,
  'customer.vatNumber': vatNumber,
  ...billing,
  ...shipping,
};

const orderLine: Names = {
  sku: [...sku, 'itemsku', 'linesku'],
  description: ['text', 'title', 'name', 'productname', 'itemname', 'product', 'item', 'omschrijving', 'artikel', 'productnaam', 'bezeichnung', 'descricao', 'linedescription'],
  quantity: [...quantity, 'linequantity'],
  unitPriceIncl: ['price', 'unitprice', 'itemprice', 'prijs', 'stukprijs', 'prijsincl', 'preis', 'einzelpreis', 'preco', 'precounitario', 'lineunitpriceincl'],
  unitPriceExcl: ['unitpriceexcl', 'priceexcl', 'netprice', 'prijsexcl', 'lineunitpriceexcl'],
  totalIncl: ['linetotal', 'linetotalincl', 'regeltotaal', 'regelbedrag', 'zeilensumme', 'totaldalinha'],
  totalExcl: ['linetotalexcl', 'regeltotaalexcl'],
  taxRate: [...taxRate, 'linetaxrate'],
};

/** Names by entity; those of the lines of an order stand apart, since a flat list has both in one row. */
export const fieldNames: Readonly<Record<string, Names>> = { customer, product, stock, order };
export const lineNames: Names = orderLine;
/** What a list of order lines is called inside JSON. */
export const lineLists: readonly string[] = ['lines', 'lineitems', 'items', 'orderlines', 'rows', 'regels', 'orderregels', 'products', 'positionen', 'itens', 'linhas'];

/** A name as it is compared: letters and digits only, lower case, without accents. */
export const plainName = (name: string): string => name.normalize('NFD').replace(/[^\p{Letter}\p{Number}]/gu, '').toLowerCase();
