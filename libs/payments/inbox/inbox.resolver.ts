import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Operation } from '@comptoir/tenant-kit';
import { InboxState } from './inbox.collection.js';
import { InboxService } from './inbox.service.js';
import { InboxEvent, InboxEventPage, ReplayEventResult, ReplayEventSucceeded } from './inbox.types.js';

/** What an operator sees and does about received events. */
@Resolver()
export class InboxResolver {
  constructor(private readonly inbox: InboxService) {}

  @Operation({ scope: 'platform:admin', risk: 'READ', key: 'none', tenant: false })
  @Query(() => InboxEventPage, {
    description: 'Events that payment providers reported, newest first; those that wait for a person unless you say so',
  })
  async inboxEvents(
    @Args('state', { type: () => InboxState, defaultValue: InboxState.dead }) state: InboxState,
    @Args('first', { type: () => Int, defaultValue: 20, description: '1 to 100' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: '`endCursor` of the page before' })
    after?: string,
  ): Promise<InboxEventPage> {
    const { nodes, endCursor } = await this.inbox.list(state, { first, after });
    return { nodes: nodes.map((row) => InboxEvent.of(row)), endCursor };
  }

  @Operation({ scope: 'platform:admin', risk: 'WRITE', key: 'none', tenant: false })
  @Mutation(() => ReplayEventResult, {
    description: 'Try an event once more. The provider is asked what is true now, so a repeat changes nothing twice',
  })
  async replayEvent(
    @Args('eventId', { type: () => ID, description: '`id` of an event from `inboxEvents`' }) eventId: string,
  ): Promise<ReplayEventSucceeded> {
    return new ReplayEventSucceeded(InboxEvent.of(await this.inbox.replay(eventId)));
  }
}
