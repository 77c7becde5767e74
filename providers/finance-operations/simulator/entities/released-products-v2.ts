/** The 273 properties of ReleasedProductsV2, as observed on a real tenant (facts page 5.6). */
import { defineEntity } from '../schema/define-entity';

export const releasedProductsV2 = defineEntity({
  setName: 'ReleasedProductsV2',
  typeName: 'ReleasedProductV2',
  aotName: 'EcoResReleasedProductV2Entity',
  key: ['dataAreaId', 'ItemNumber'],
  mandatory: ['ProductNumber'],
  dataSources: 5,
  firstRecordId: 52565447082,
  properties: `
    String: dataAreaId ItemNumber ProductNumber SearchName ProductSearchName ProductDimensionGroupName
      StorageDimensionGroupName TrackingDimensionGroupName ItemModelGroupId ProductGroupId
      ProductLifecycleStateId InventoryUnitSymbol SalesUnitSymbol PurchaseUnitSymbol BOMUnitSymbol
      SalesSalesTaxItemGroupCode PurchaseSalesTaxItemGroupCode PrimaryVendorAccountNumber BuyerGroupId
      ProductCoverageGroupId OriginCountryRegionId DefaultProductColorId DefaultProductSizeId
      DefaultProductStyleId SalesLineDiscountProductGroupCode DefaultLedgerDimensionDisplayValue
      WarehouseMobileDeviceDescriptionLine1 HSNCode ItemFiscalClassificationCode SeventhProductFilterCode
      ServiceAccountingCode TrackedComponentsPolicyId AlternativeProductSizeId
      CatchWeightItemHandlingPolicyName WarehouseFilterCode DefaultProductConfigurationId
      AlternativeProductVersionId CustomsExportTariffCode PlanningFormulaItemNumber
      InventoryCountingReasonCodePolicyName WarehouseMobileDeviceDescriptionLine2
      SalesItemWithholdingTaxGroupCode SADGroup CommissionProductGroupId TaxSubstitutionCode
      ProductionPoolId SalesSupplementaryProductProductGroupId CatchWeightUnitSymbol
      PhysicalDimensionGroupId SalesRetailInventoryAvailabilityLevelProfile TenthProductFilterCode
      UnitConversionSequenceGroupId SalesGSTReliefCategoryCode AlternativeProductColorId
      CustomsImportTariffCode SATCode IntrastatCommodityCode WarehouseBatchDetailsCapturePolicy
      AlternativeProductStyleId BarcodeSetupId PurchaseChargeProductGroupId ContinuityScheduleId
      CostGroupId EighthProductFilterCode ServiceFiscalInformationCode
      PurchaseSupplementaryProductProductGroupId PackSizeCategoryId SalesMultilineDiscountProductGroupCode
      SalesChargeProductGroupId SecondProductFilterCode AlternativeProductConfigurationId
      NecessaryProductionWorkingTimeSchedulingPropertyId InventoryGSTReliefCategoryCode
      SalesRebateProductGroupId InventoryReservationHierarchyName WarehouseFilterGroup
      PurchaseLineDiscountProductGroupCode FourthProductFilterCode ProductFiscalInformationType
      NinthProductFilterCode DefaultProductVersionId PackingMaterialGroupId PurchaseRebateProductGroupId
      CNPJ ThirdProductFilterCode ProjectCategoryId AlternativeItemNumber
      PurchaseItemWithholdingTaxGroupCode DefaultDirectDeliveryWarehouse DualUseCode
      PurchasePriceToleranceGroupId SixthProductFilterCode SerialNumberGroupCode
      ItemFiscalClassificationExceptionCode FirstProductFilterCode FifthProductFilterCode TaxRateType
      ProductionGroupId PKWiUCode BatchNumberGroupCode SecondProductFilterGroupId PackageClassId
      PurchaseGSTReliefCategoryCode PurchaseMultilineDiscountProductGroupCode ProductLifeCycleSeasonCode
      FreightAllocationGroupId ComparisonPriceBaseUnitSymbol CostCalculationGroupId
      FirstProductFilterGroupId OriginStateId ItemOverUnderdeliveryToleranceGroupId CustomsDescription
      TransferOrderLandedCostGroupId VoyageArrivalGroupId LandedCostTypeGroupId CommodityCodeId
      RevRecDefaultRevenueRecognitionSchedule QMSApprovedItemGroupId
    EcoResProductType: ProductType
    EcoResProductSubtype: ProductSubType
    Decimal: SalesPrice SalesPriceQuantity PurchasePrice UnitCost NetProductWeight TareProductWeight
      ProductVolume GrossDepth GrossProductWidth GrossProductHeight PotencyBaseAttibuteTargetValue
      ProductionConsumptionWidthConversionFactor ProductionConsumptionDepthConversionFactor
      UpperWarrantablePriceRangeLimit SalesPriceCalculationContributionRatio
      TransferOrderOverdeliveryPercentage FixedSalesPriceCharges FixedPurchasePriceCharges
      ProductionConsumptionDensityConversionFactor PurchaseChargesQuantity VariableScrapPercentage
      MaximumPickQuantity PurchasePriceQuantity FixedCostCharges MaterialOverpickPercentage
      MaximumCatchWeightQuantity SalesChargesQuantity SalesOverdeliveryPercentage
      PurchaseOverdeliveryPercentage SalesUnderdeliveryPercentage YieldPercentage
      ApproximateSalesTaxPercentage PackingDutyQuantity SalesRetailInventoryAvailabilityBuffer
      TransferOrderUnderdeliveryPercentage DefaultReceivingQuantity ConstantScrapQuantity
      IntrastatChargePercentage CostChargesQuantity LowerWarrantablePriceRangeLimit
      ProductionConsumptionHeightConversionFactor PurchaseUnderdeliveryPercentage
      SalesPriceCalculationChargesPercentage MinimumCatchWeightQuantity UnitCostQuantity
      RevRecMedianPriceMaximumTolerance RevRecMedianPriceMinimumTolerance QMSUnderDispensePercentage
      QMSOverDispensePercentage
    Date: SalesPriceDate PurchasePriceDate UnitCostDate SellStartDate SellEndDate
      POSRegistrationBlockedDate POSRegistrationPlannedBlockedDate ShipStartDate
      POSRegistrationActivationDate ProductLifeCycleValidToDate ProductLifeCycleValidFromDate
    ReqPOType: DefaultOrderType
    NoYes: IsCatchWeightProduct IsPhantom IsPurchasePriceIncludingCharges IsICMSTaxAppliedOnService
      IsSalesWithholdingTaxCalculated UpdateProductVariantLifecycleState IsUnitCostProductVariantSpecific
      IsHazardousMaterial IsPOSRegistrationQuantityNegative IsPurchaseWithholdingTaxCalculated
      IsExemptFromAutomaticNotificationAndCancellation IsSelfCheckoutRegistrationBlocked
      WillPickingWorkbenchApplyBoxingLogic IsDeliveredDirectly IsScaleProduct IsUnitCostIncludingCharges
      AreTransportationManagementProcessesEnabled IsShipAloneEnabled IsDualUseProduct
      IsSalesPriceIncludingCharges IsTenderDiscountPOSRegistrationProhibited
      WillTotalPurchaseDiscountCalculationIncludeProduct IsIntercompanyPurchaseUsageBlocked
      IsDiscountPOSRegistrationProhibited IsManualDiscountPOSRegistrationProhibited
      WillInventoryIssueAutomaticallyReportAsFinished Exempt MustKeyInCommentAtPOSRegister
      IsIntercompanySalesUsageBlocked IsRetailDiscountPOSRegistrationProhibited NonGST
      IsZeroPricePOSRegistrationAllowed IsUnitCostAutomaticallyUpdated IsIntrastatExcluded
      IsVariantShelfLabelsPrintingEnabled WillTotalSalesDiscountCalculationIncludeProduct
      IsInstallmentEligible IsPOSRegistrationBlocked WillWorkCenterPickingAllowNegativeInventory
      IsRestrictedForCoupons IsSalesPriceAdjustmentAllowed IsPurchasePriceAutomaticallyUpdated
      WillInventoryReceiptIgnoreFlushingPrinciple IsSerialNumberActive IsBatchNumberActive Bundle
      RevRecBundle RevRecMedianPrice RevRecExcludeFromCarveOut RevRecRevenueRecognitionEnabled
      BasePricePurchase QMSIsDispensingControlApplied QMSAllowOnlyAuthorizedPersonnelForDispensing
    Int32: ShelfLifePeriodDays BestBeforePeriodDays ShippingAndReceivingSortOrderCode
      PurchasePricingPrecision CostCalculationBOMLevel ArrivalHandlingTime SalesPricingPrecision
      WarrantyDurationTime PackageHandlingTime BOMLevel NGPCode ContinuityEventDuration
      ShelfAdvicePeriodDays
    ProdFlushingPrincipItem: FlushingPrinciple
    PmfProductType: ProductionType
    ABC: RevenueABCCode MarginABCCode CarryingCostABCCode ValueABCCode
    WHSAllowMaterialOverPick: RawMaterialPickingPrinciple
    ScaleIndicator_BR: ScaleIndicator
    WarrantyDurationTimeUnit: WarrantyDurationTimeUnit
    WarrantablePriceRangeBaseType: WarrantablePriceRangeBaseType
    WHSAllowMaterialOverPickNonLP: RawMaterialPickingPrincipleNonLicensePlateLocations
    PurchMatchingPolicyWithNotSetOption: VendorInvoiceLineMatchingPolicy
    SalesPriceModel: SalesPriceCalculationModel
    WHSSalesUnitRestricted: WarehouseReleaseSalesUnitRestricted
    BomWHSReleasePolicy: WarehouseBomReleaseReservationRequirementRule
    InventBatchMergeDateCalculationMethod: BatchMergeDateCalculationMethod
    EcoResProductServiceType: ServiceType
    PdsVendorCheckItem: ApprovedVendorCheckMethod
    PDSPotencyAttribRecordingEnum: PotencyBaseAttributeValueEntryEvent
    RetailPriceKeyingRequirement: KeyInPriceRequirementsAtPOSRegister
    FITaxationOrigin_BR: ProductTaxationOrigin
    ItemNumAlternative: AlternativeProductUsageCondition
    SalesPriceModelBasic: BaseSalesPriceSource
    RetailQtyKeyingRequirement: KeyInQuantityRequirementsAtPOSRegister
    RevRecRevenueType: RevRecRevenueType
    QMSCustomerCheckItem: QMSApprovedCustomerListCheckMethod
  `,
});
