import { describeColumn } from './describe-column.fixture.js';

describeColumn('STRIPE_CHECKOUT');
describeColumn('STRIPE_CHECKOUT', 'acct_direct1');
describeColumn('STRIPE_EMBEDDED');
describeColumn('STRIPE_ELEMENTS');
