import { describeColumn } from './describe-column.fixture.js';

describeColumn('STRIPE_INTENT');
describeColumn('STRIPE_MPP');
describeColumn('STRIPE_MPP', 'acct_direct1');
describeColumn('OFFLINE');
