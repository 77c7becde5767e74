/** The 168 properties of SalesOrderHeadersV2, as observed on a real tenant (facts page 5.4). */
import { defineEntity } from '../schema/define-entity';

export const salesOrderHeadersV2 = defineEntity({
  setName: 'SalesOrderHeadersV2',
  typeName: 'SalesOrderHeaderV2',
  aotName: 'SalesOrderHeaderV2Entity',
  key: ['dataAreaId', 'SalesOrderNumber'],
  mandatory: ['OrderingCustomerAccountNumber', 'CurrencyCode'],
  // Inferred: states, totals and what is computed from other fields.
  readOnly: [
    'SalesOrderStatus',
    'SalesOrderProcessingStatus',
    'OrderCreationDateTime',
    'OrderTotalAmount',
    'OrderTotalTaxAmount',
    'OrderTotalChargesAmount',
    'OrderTotalDiscountAmount',
    'AreTotalsCalculated',
    'FormattedDelveryAddress',
    'FormattedInvoiceAddress',
  ],
  dataSources: 4,
  firstRecordId: 68719476736,
  navigations: [
    {
      name: 'SalesOrderLines',
      targetSet: 'SalesOrderLines',
      isCollection: true,
      on: { SalesOrderNumber: 'SalesOrderNumber' },
    },
  ],
  properties: `
    String: dataAreaId SalesOrderNumber OrderingCustomerAccountNumber InvoiceCustomerAccountNumber
      SalesOrderName CurrencyCode LanguageId CustomersOrderReference CustomerRequisitionNumber
      QuotationNumber PaymentTermsName CustomerPaymentMethodName CashDiscountCode DeliveryModeCode
      DeliveryTermsCode DefaultShippingSiteId DefaultShippingWarehouseId SalesOrderPoolId
      SalesOrderOriginCode SalesTaxGroupCode TaxExemptNumber DeliveryAddressName DeliveryAddressStreet
      DeliveryAddressCity DeliveryAddressStateId DeliveryAddressZipCode DeliveryAddressCountryRegionId
      FormattedDelveryAddress InvoiceAddressStreet InvoiceAddressCity FormattedInvoiceAddress Email
      ContactPersonId OrderTakerPersonnelNumber OrderResponsiblePersonnelNumber
      DefaultLedgerDimensionDisplayValue ProjectId IntrastatPortId CustomerPaymentFineCode
      IntrastatTransportModeCode URL BankSpecificSymbol BaseDocumentNumber CFPSCode InvoiceAddressCountyId
      InvoiceAddressDistrictName MultilineDiscountCustomerGroupCode DeliveryAddressCountyId
      DeliveryAddressLocationId SalesUnitId DeliveryAddressCountryRegionISOCode DeliveryAddressDescription
      DeliveryReasonCode TotalDiscountCustomerGroupCode CampaignId ShippingCarrierServiceGroupId CIPEcode
      EInvoiceDimensionAccountCode SalesRebateCustomerGroupId TransportationBrokerId DirectDebitMandateId
      CreditNoteReasonCode IntrastatStatisticsProcedureCode TMACustomerGroupId NumberSequenceGroupId
      ChargeCustomerGroupId ThirdPartySalesDigitalPlatformCNPJ FiscalDocumentOperationTypeId
      ServiceFiscalInformationCode FulfillmentPolicyName CommissionSalesRepresentativeGroupId
      CustomerPostingProfileId BaseDocumentItemNumber DeliveryAddressStreetInKana
      CustomerPaymentFinancialInterestCode PaymentScheduleName InvoiceAddressStreetNumber
      ShippingCarrierId InvoiceAddressPostBox TenderCode DeliveryAddressDunsNumber
      DeliveryAddressDistrictName TransportationModeId DeliveryAddressStreetNumber
      CustomerPaymentMethodSpecificationName BankConstantSymbol PriceCustomerGroupCode
      InvoiceAddressCountryRegionISOCode InvoiceAddressCityInKana TransportationTemplateId
      OrderOrAgreementCode TransportationRoutePlanId ExportReason IntrastatTransactionCode
      InvoiceAddressStreetInKana InvoiceBuildingCompliment InvoiceAddressZipCode ShippingCarrierServiceId
      DeliveryAddressCityInKana DeliveryAddressPostBox InvoiceAddressStateId DeliveryBuildingCompliment
      InvoiceAddressCountryRegionId CommissionCustomerGroupId LineDiscountCustomerGroupCode
      ShippingCarrierCustomerAccountNumber RevRecReallocationId
    SalesStatus: SalesOrderStatus
    SalesOrderProcessingStatus: SalesOrderProcessingStatus
    UtcDateTime: OrderCreationDateTime
    Date: RequestedShippingDate ConfirmedShippingDate RequestedReceiptDate ConfirmedReceiptDate
      FixedDueDate PaymentTermsBaseDate BaseDocumentDate RevRecContractEndDate RevRecContractStartDate
    SalesDeliveryDateControlType: SalesOrderPromisingMethod
    ItemReservation: InventoryReservationMethod
    NoYes: IsSalesProcessingStopped ArePricesIncludingSalesTax AreTotalsCalculated
      IsDeliveryAddressOrderSpecific IsOneTimeCustomer OverrideSalesTax SkipCreateAutoCharges IsFinalUser
      IsServiceDeliveryAddressBased IsOwnEntryCertificateIssued IsExportSale IsDeliveryAddressPrivate
      WillAutomaticInventoryReservationConsiderBatchAttributes IsInvoiceAddressPrivate
      IsEntryCertificateRequired ThirdPartySalesDigitalPlatform IsConsolidatedInvoiceTarget
      IsEInvoiceDimensionAccountCodeSpecifiedPerLine SubBillCreatedFromSubscriptionBilling
      RevRecFollowOriginalPricingMethod RevRecMultipleSOReallocation SkipGlobalUnifiedPricingCalculation
    Decimal: OrderTotalAmount OrderTotalTaxAmount OrderTotalChargesAmount OrderTotalDiscountAmount
      TotalDiscountAmount TotalDiscountPercentage FixedExchangeRate DeliveryAddressLongitude
      ReportingCurrencyFixedExchangeRate OrderHeaderTaxAmount InvoiceAddressLongitude
      InvoiceAddressLatitude DeliveryAddressLatitude
    Timezone: DeliveryAddressTimeZone InvoiceAddressTimeZone
    Int32: BaseDocumentLineNumber
    Guid: TransportationDocumentLineId
    Int64: RevRecLatestReverseJournal
    EFDocPresenceType_BR: FiscalOperationPresenceType
    PaymentStub: InvoicePaymentAttachmentType
    SettlementType: CustomerTransactionSettlementType
    DocumentType_IT: BaseDocumentType
    MPSFullRunCTPStatus: FullRunCTPStatus
    InvoiceType_MY: InvoiceType
    Listcode: EUSalesListCode
  `,
});
