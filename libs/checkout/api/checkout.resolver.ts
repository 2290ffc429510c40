import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import {
  Checkout,
  CheckoutSucceeded,
  CurrentCaller,
  IDEMPOTENCY_KEY_ARG,
  Operation,
  type Caller,
} from '@comptoir/tenant-kit';
import {
  CheckoutIdInput,
  CreatePaymentSessionInput,
  QuickCheckoutInput,
  SelectShippingInput,
  StartCheckoutInput,
  UpdateCheckoutInput,
} from './checkout.inputs.js';
import { CheckoutReader } from '../checkout-reader.js';
import {
  CancelCheckoutResult,
  CreatePaymentSessionResult,
  QuickCheckoutResult,
  RetryCheckoutResult,
  StartCheckoutResult,
  UpdateCheckoutResult,
} from './checkout.results.js';
import { CheckoutService, type CallResult, type StartInput } from '../checkout.service.js';
import { TestPayments } from '../payment/test-payments.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;

/** What a buyer does to a checkout. Thin: arguments in, one service call, the checkout out. */
@Resolver(() => Checkout)
export class CheckoutResolver {
  constructor(
    private readonly checkouts: CheckoutService,
    private readonly testPayments: TestPayments,
    private readonly reader: CheckoutReader,
  ) {}

  @Operation({ scope: 'checkout:write', risk: 'HOLD', key: 'required' })
  @Mutation(() => StartCheckoutResult, {
    description: 'Starts a checkout: holds the goods, takes no money. Next: shipping, then createPaymentSession.',
  })
  async startCheckout(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') input: StartCheckoutInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CheckoutSucceeded> {
    const { paymentMethodId } = input;
    const start = startOf(input);
    if (!paymentMethodId) return this.answer(caller, await this.checkouts.start(caller, start));
    return this.answer(caller, await this.testPayments.startPaid(caller, start, paymentMethodId));
  }

  @Operation({ scope: 'checkout:write', risk: 'MONEY', key: 'required' })
  @Mutation(() => QuickCheckoutResult, {
    description:
      'From cart to payment page or handoff in one call: startCheckout, then createPaymentSession where the tenant takes payments.',
  })
  async quickCheckout(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') input: QuickCheckoutInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CheckoutSucceeded> {
    const { successUrl = null, cancelUrl = null } = input;
    return this.answer(caller, await this.checkouts.startAndPay(caller, startOf(input), { successUrl, cancelUrl }));
  }

  @Operation({ scope: 'checkout:write', risk: 'WRITE', key: 'none' })
  @Mutation(() => UpdateCheckoutResult, {
    description: 'Sets e-mail or delivery address. Closes an open payment session, since the total may change.',
  })
  async updateCheckout(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') { checkoutId, ...change }: UpdateCheckoutInput,
    @CurrentCaller() caller: Caller,
  ): Promise<CheckoutSucceeded> {
    const checkout = await this.checkouts.update(caller, checkoutId, change);
    return this.answer(caller, { id: checkout.id, replayed: false, checkout });
  }

  @Operation({ scope: 'checkout:write', risk: 'WRITE', capability: 'shipping', key: 'none' })
  @Mutation(() => UpdateCheckoutResult, {
    description: 'Chooses how it is delivered and recalculates the total. Repeatable until paid.',
  })
  async selectShipping(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') { checkoutId, ...shippingChoice }: SelectShippingInput,
    @CurrentCaller() caller: Caller,
  ): Promise<CheckoutSucceeded> {
    const checkout = await this.checkouts.update(caller, checkoutId, { shippingChoice });
    return this.answer(caller, { id: checkout.id, replayed: false, checkout });
  }

  @Operation({ scope: 'checkout:write', risk: 'MONEY', capability: 'payment', key: 'required' })
  @Mutation(() => CreatePaymentSessionResult, {
    description:
      'Opens a payment session; `nextAction` then says where the buyer pays. Asked again while one is open for the same total, it returns that one.',
  })
  async createPaymentSession(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') input: CreatePaymentSessionInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CheckoutSucceeded> {
    return this.answer(caller, await this.checkouts.pay(caller, input));
  }

  @Operation({ scope: 'checkout:write', risk: 'HOLD', key: 'required' })
  @Mutation(() => RetryCheckoutResult, {
    description: 'Begins again from the first step, after a retryable problem was undone.',
  })
  async retryCheckout(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') { checkoutId }: CheckoutIdInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CheckoutSucceeded> {
    return this.answer(caller, await this.checkouts.retry(caller, checkoutId));
  }

  @Operation({ scope: 'checkout:write', risk: 'DESTROY', key: 'required' })
  @Mutation(() => CancelCheckoutResult, {
    description: 'Ends an unpaid checkout and frees its goods. A payment that was faster wins: the checkout completes.',
  })
  async cancelCheckout(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') { checkoutId }: CheckoutIdInput,
    @Args('idempotencyKey', IDEMPOTENCY_KEY_ARG) _key: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<CheckoutSucceeded> {
    return this.answer(caller, await this.checkouts.cancel(caller, checkoutId));
  }

  private async answer(caller: Caller, result: CallResult): Promise<CheckoutSucceeded> {
    return CheckoutSucceeded.of(await this.reader.shown(caller.tenant, caller.principal, result), result.replayed);
  }
}

function startOf({ subject, email, shippingAddress }: StartCheckoutInput | QuickCheckoutInput): StartInput {
  return {
    subject: { type: 'cart', cartId: subject.cart },
    email: email ?? null,
    shippingAddress: shippingAddress ?? null,
  };
}
