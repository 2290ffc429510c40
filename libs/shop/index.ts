export { ShopModule } from './shop.module.js';
export { CatalogService } from './catalog/catalog.service.js';
export { parseShopifyCsv } from './catalog/import/shopify-csv.js';
export { CurrencyNotOffered, SkuNotFound } from './cart/cart.problems.js';
export { DeliveryUnavailable } from './shipping/delivery-unavailable.problem.js';
export { ShippingService } from './shipping/shipping.service.js';
