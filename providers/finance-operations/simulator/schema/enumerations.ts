/** The enumerations that the simulated entities use, each with its members in metadata order. */
import type { EnumerationSchema } from './entity-schema';

/**
 * Members as the facts page lists them (5.8). A member's value is its position unless written `Name=value`.
 * `Timezone` has 105 members on a real tenant, of which the page names four.
 */
const OBSERVED = `
  NoYes: No Yes
  CustVendorBlocked: No Invoice All Payment Requisition Never PurchOrder
  CustAccountStatement: Always Quarter Biannually Yearly Never
  InvoiceOrderAccount: InvoiceAccount OrderAccount
  Gender: Unknown Male Female NonSpecific
  DirPersonMaritalStatus: None Single Married Divorced Widowhood
  MonthsOfYear: None January February March April May June July August September October November December
  ABC: None A B C
  UseCashDisc: Normal Always Never
  PaymentStub: None FIK BBS ESR_blue_PTT ESR_red_bank FIK762 ESR_orange BelSMS101 BelSMS102 Finnish FIK751
    FIK752 QRBill
  CustCollectionLetterCode: None CollectionLetter1 CollectionLetter2 CollectionLetter3 CollectionLetter4
    Collection All CollectionPerCust
  CreditCardAddressVerification: None No Yes
  CreditCardCVC: None No Yes
  CreditCardAddressVerificationLevel: Accept AccountHolderName BillingPostalCode BillingAddress
  RetailReceiptOptionBase: RetailEx3 Email Both
  MCRSOAllocPriority: AllocationPriority1 AllocationPriority2 AllocationPriority3 AllocationPriority4
    AllocationPriority5 AllocationPriority6 AllocationPriority7 AllocationPriority8 AllocationPriority9
    AllocationPriority10
  FederalNonFederalIndicatorCode: None Federal NonFederal NonFederalException
  SalesStatus: None Backorder Delivered Invoiced Canceled
  SalesOrderProcessingStatus: Active Confirmed Picked PartiallyDelivered Delivered Invoiced
    PartiallyInvoiced Canceled DeliveredPartiallyInvoiced
  ItemReservation: None Automatic Explosion
  SalesDeliveryDateControlType: None SalesLeadTime ATP ATPPlusIssueMargin CTP FullRunCTP
  SettlementType: None OpenTransact SelectedTransact
  EcoResProductType: Item Service
  EcoResProductSubtype: Product ProductMaster ProductVariant
  ReqPOType: Purch Production Transfer Kanban
  ProdFlushingPrincipItem: Start Finish Manual Picked
  PmfProductType: Co_Product By_Product None MainItem BOM Formula
  NetCurrent: Net CurrentMth CurrentQuart CurrentYear CurrentWeek COD CutOffDate
  Timezone: GMTMINUS0800PACIFICTIME GMT_DUBLIN_EDINBURGH_LISBON_LONDON
    GMTPLUS0100_AMSTERDAM_BERLIN_BERN_ROME GMTPLUS0530CHENNAI_KOLKATA_MUMBAI
`;

/**
 * Members invented here: the facts page names these types but not their members. Some have gaps in their
 * values, as sites that remove members do, so that a reader who counts positions is found out.
 */
const INVENTED = `
  EFDocPresenceType_BR: NotApplicable Presence Internet Telephone=4 Others=9
  CustomerType_IN: Unregistered Registered Composition
  SalesInvoicePostingType_RU: Standard Advance Correction
  CustWhtContributionType_BR: None Individual Company
  PANStatus_IN: NotAvailable Available=2 Applied=7
  CompanyType_MX: Blank LegalPerson NaturalPerson ForeignCompany
  NatureOfAssessee_IN: Company Firm Individual HUF Trust
  QMSCustomerCheckItem: NoCheck WarningOnly NotAllowed
  DocumentType_IT: None Order Contract Convention
  MPSFullRunCTPStatus: None Pending Ready
  InvoiceType_MY: None Invoice SelfBilled=3
  Listcode: IncludeNot EUTrade ProductionOnToll TriangularProductionOnToll TriangularEUTrade
  WHSAllowMaterialOverPick: No Yes
  ScaleIndicator_BR: None Relevant NotRelevant
  WarrantyDurationTimeUnit: Day Week Month Year
  WarrantablePriceRangeBaseType: BasePrice SalesPrice
  WHSAllowMaterialOverPickNonLP: No Yes
  PurchMatchingPolicyWithNotSetOption: NotSet ThreeWayMatch TwoWayMatch NoMatch
  SalesPriceModel: None ContributionRatio MiscCharge
  WHSSalesUnitRestricted: No Yes
  BomWHSReleasePolicy: AllowPartial RequireFull
  InventBatchMergeDateCalculationMethod: Manual Newest Earliest WeightedAverage
  EcoResProductServiceType: Intermittent Continuous
  PdsVendorCheckItem: NoCheck WarningOnly NotAllowed
  PDSPotencyAttribRecordingEnum: PurchaseReceipt QualityOrder
  RetailPriceKeyingRequirement: NotMandatory MustKeyInNewPrice MustKeyInHigherEqualPrice MustNotKeyInNewPrice=9
  FITaxationOrigin_BR: National ForeignDirectImport ForeignDomesticMarket
  ItemNumAlternative: Never Always OnHandInventory
  SalesPriceModelBasic: PurchPrice CostPrice
  RetailQtyKeyingRequirement: NotMandatory MustKeyIn MustNotKeyIn
  RevRecRevenueType: Essential NonEssential PostContractSupport
  CreditCardPaymentType: Full Partial
  CreditCardCreditCheckType: None Simple Full
  CustomerDueDateUpdatePolicy: NoUpdate PostingDate
  VendorDueDateUpdatePolicy: NoUpdate PostingDate
`;

/** Every enumeration, by name. */
export const enumerations: ReadonlyMap<string, EnumerationSchema> = new Map(
  [...readEnumerations(OBSERVED), ...readEnumerations(INVENTED)].map((each) => [each.name, each]),
);

/** The enumeration of that name; an entity table that names another is a fault of the table. */
export function enumerationNamed(name: string): EnumerationSchema {
  const found = enumerations.get(name);
  if (found === undefined) throw new Error(`No enumeration is called ${name}`);
  return found;
}

function readEnumerations(table: string): EnumerationSchema[] {
  const found: { name: string; words: string[] }[] = [];
  for (const word of table.trim().split(/\s+/)) {
    if (word.endsWith(':')) found.push({ name: word.slice(0, -1), words: [] });
    else found.at(-1)?.words.push(word);
  }
  return found.map(({ name, words }) => enumerationOf(name, words));
}

function enumerationOf(name: string, words: readonly string[]): EnumerationSchema {
  const members = words.map((word, position) => {
    const [member = word, value] = word.split('=');
    return { name: member, value: value === undefined ? position : Number(value) };
  });
  return { name, members, valueOf: new Map(members.map((member) => [member.name, member.value])) };
}
