import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from './fields.ts';
import { communityLocator } from './locators.ts';

/** How a deposit ends. */
export const whenDone = (resource: string, operation: string, mayBeSubmitted: boolean): INodeProperties[] => [
  {
    displayName: 'When Done',
    name: 'whenDone',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Leave as Draft', value: 'leave', description: 'Nobody else sees it. Look at it on Zenodo, and publish it there.' },
      { name: 'Publish', value: 'publish', description: 'Register the DOI and make the record public. This cannot be undone.' },
      ...(mayBeSubmitted
        ? [
            {
              name: 'Submit to Community',
              value: 'submit',
              description: 'Ask the curators of a community. When they accept, it is published, which cannot be undone.',
            },
          ]
        : []),
    ],
    default: 'leave',
    required: true,
    displayOptions: { show: shownFor(resource, operation) },
  },
  ...(mayBeSubmitted
    ? [
        communityLocator(
          { ...shownFor(resource, operation), whenDone: ['submit'] },
          'The community whose curators decide. Where you may include directly, it is published at once.',
        ),
      ]
    : []),
];
