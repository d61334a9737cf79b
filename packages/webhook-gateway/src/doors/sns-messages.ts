import { textAt } from '../auth/checks-of.ts';
import { isAmazonUrl } from '../auth/sns-check.ts';
import { parseJsonObject } from '../json/scan-json.ts';
import { Problem } from '../problems/problem.ts';
import { guardedAgent } from '../subscribers/guarded-agent.ts';

/** A verified message of SNS: what it carries, or where to confirm that this route wants its topic. */
interface SnsContent {
  readonly id: string;
  /** Undefined for messages about the subscription itself. */
  readonly content: Readonly<Record<string, unknown>> | undefined;
  readonly subscribeUrl: string | undefined;
}

/** @throws {Problem} `bad-json` when the text that it carries is no JSON object; SNS carries others for other receivers */
export function snsMessageIn(message: Readonly<Record<string, unknown>>): SnsContent {
  const { Type: type, MessageId: id, Message: text, SubscribeURL: url } = message;
  const isNews = type === 'Notification';
  return {
    id: String(id),
    content: isNews ? parseJsonObject(Buffer.from(String(text)), 'message of SNS') : undefined,
    subscribeUrl: type === 'SubscriptionConfirmation' ? String(url) : undefined,
  };
}

/** The topic is a listed one, or the message would not have come this far. @throws {Problem} `unavailable` */
export async function confirmTopic(url: string): Promise<void> {
  if (!isAmazonUrl(url, 'confirmation'))
    throw new Problem('bad-json', 'SubscribeURL is no address of Amazon SNS.', 'Send the message of SNS as it is.');
  try {
    await textAt(url, guardedAgent(false));
  } catch {
    throw new Problem('unavailable', 'Amazon SNS did not take the confirmation.', 'SNS sends it again by itself.', {
      headers: { 'retry-after': '60' },
    });
  }
}
