import type { INodeProperties } from 'n8n-workflow';
import { binaryFields, dryRun, listLength, options, type Shown, shownFor, simplify } from '../../shared/fields.ts';
import { draftLocator } from '../../shared/locators.ts';
import { ownerFields } from '../../shared/owner-fields.ts';
import { textFiles } from '../../shared/text-files.ts';

const remove = (shown: Shown): INodeProperties[] => [
  draftLocator(shown, 'The draft that has the file. Files of published records stay.'),
  {
    displayName: 'File Name',
    name: 'fileName',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. scan.csv',
    description: 'The name of the file in the draft',
    displayOptions: { show: shown },
  },
  options(shown, dryRun),
];

const download = (shown: Shown): INodeProperties[] => [
  ...ownerFields('download'),
  {
    displayName: 'Files',
    name: 'files',
    type: 'string',
    default: '*',
    required: true,
    placeholder: 'e.g. *.{csv,xy}',
    description: 'The name of a file, or a pattern for several. Use * for all.',
    displayOptions: { show: shown },
  },
  options(shown, {
    displayName: 'Put Output File in Field',
    name: 'outputField',
    type: 'string',
    default: 'data',
    hint: 'The name of the output binary field to put the file in',
  }),
];

const getAll = (shown: Shown): INodeProperties[] => [...ownerFields('getAll'), ...listLength(shown), options(shown, simplify)];

const importPrevious = (shown: Shown): INodeProperties[] => [
  draftLocator(shown, 'The draft of a new version. When it has files already, these stay and nothing is imported.'),
  options(shown, dryRun, simplify),
];

const upload = (shown: Shown): INodeProperties[] => [
  draftLocator(shown, 'The draft that the files go into. Files of published records cannot change: create a new version.'),
  binaryFields(shown),
  options(shown, dryRun, textFiles, {
    displayName: 'If File Exists',
    name: 'ifExists',
    type: 'options',
    options: [
      { name: 'Fail', value: 'fail', description: 'End before anything is sent' },
      { name: 'Replace', value: 'replace', description: 'Upload it whatever is there' },
      { name: 'Skip Same Checksum', value: 'skip', description: 'Replace it only when its bytes differ' },
    ],
    default: 'skip',
    description: 'What to do when the draft has a file of that name',
  }),
];

export const description: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: ['file'] } },
    options: [
      {
        name: 'Delete',
        value: 'delete',
        action: 'Delete file of draft which cannot be undone',
        description: 'Remove a file from a draft. This cannot be undone.',
      },
      {
        name: 'Download',
        value: 'download',
        action: 'Download files',
        description: 'Download files of a record or draft and compare their checksums',
      },
      {
        name: 'Get Many',
        value: 'getAll',
        action: 'Get many files',
        description: 'Retrieve a list of the files of a record or draft',
      },
      {
        name: 'Import From Previous Version',
        value: 'importPrevious',
        action: 'Import files from previous version',
        description: 'Link the files of the version before into the draft of the next one',
      },
      {
        name: 'Upload',
        value: 'upload',
        action: 'Upload files to draft',
        description: 'Upload files to a draft and compare their checksums',
      },
    ],
    default: 'upload',
  },
  ...remove(shownFor('file', 'delete')),
  ...download(shownFor('file', 'download')),
  ...getAll(shownFor('file', 'getAll')),
  ...importPrevious(shownFor('file', 'importPrevious')),
  ...upload(shownFor('file', 'upload')),
];
