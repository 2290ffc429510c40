import { Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { resultUnion } from '@comptoir/tenant-kit';
import { InboxState, type InboxRow } from './inbox.collection.js';

registerEnumType(InboxState, {
  name: 'InboxState',
  description: 'Where an event that a payment provider reported stands',
  valuesMap: {
    received: {
      description: 'It is tried again by itself: its checkout is not there yet, is busy, or the provider fails',
    },
    applied: { description: 'The provider was asked, and the checkout agrees with the answer' },
    ignored: { description: 'It is not for this gateway: of another account or mode, or about no payment session' },
    dead: { description: 'Tried in vain for two hours; it waits for a person and is never removed' },
  },
});

@ObjectType({ description: 'An event that a payment provider reported, as it was received' })
export class InboxEvent {
  @Field(() => ID, { description: 'Provider, account and event, such as `stripe//evt_1`' })
  id: string;

  @Field(() => String)
  provider: string;

  @Field(() => String, { description: 'Account it happened in; empty for the platform’s own' })
  account: string;

  @Field(() => String, { description: 'As the provider calls it, such as `checkout.session.completed`' })
  type: string;

  @Field(() => String, { nullable: true, description: 'The provider’s id of the payment session it is about' })
  sessionId: string | null;

  @Field(() => InboxState)
  state: InboxState;

  @Field(() => Int, { description: 'How often it was tried since it came, or since it was replayed' })
  tries: number;

  @Field(() => String, { nullable: true, description: 'Why the last try had no effect, or why none is made' })
  reason: string | null;

  @Field(() => GraphQLISODateTime, { description: 'When it happened, by the provider’s clock' })
  createdAt: Date;

  @Field(() => GraphQLISODateTime, { description: 'When it came here' })
  receivedAt: Date;

  @Field(() => GraphQLISODateTime, { nullable: true })
  appliedAt: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it is removed; null as long as it is kept' })
  keptUntil: Date | null;

  static of({ dueAt: _dueAt, expiresAt, ...row }: InboxRow): InboxEvent {
    return Object.assign(new InboxEvent(), { ...row, keptUntil: expiresAt });
  }
}

@ObjectType({ description: 'One page of events, newest first' })
export class InboxEventPage {
  @Field(() => [InboxEvent])
  nodes: InboxEvent[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on the last' })
  endCursor: string | null;
}

@ObjectType({ description: 'The event was tried once more; its state says with what result' })
export class ReplayEventSucceeded {
  @Field(() => InboxEvent)
  event: InboxEvent;

  constructor(event: InboxEvent) {
    this.event = event;
  }
}

export const ReplayEventResult = resultUnion('ReplayEventResult', ReplayEventSucceeded, () => []);
