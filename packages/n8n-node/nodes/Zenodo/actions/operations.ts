import type { Operation } from '../shared/turn.ts';
import { execute as communityAddRecord } from './community/addRecord.ts';
import { execute as communityGet } from './community/get.ts';
import { execute as communityGetAll } from './community/getAll.ts';
import { execute as communityGetRecords } from './community/getRecords.ts';
import { execute as communityRemoveRecord } from './community/removeRecord.ts';
import { execute as draftCreate } from './draft/create.ts';
import { execute as draftRemove } from './draft/delete.ts';
import { execute as draftEdit } from './draft/edit.ts';
import { execute as draftGet } from './draft/get.ts';
import { execute as draftGetAll } from './draft/getAll.ts';
import { execute as draftPublish } from './draft/publish.ts';
import { execute as draftReserveDoi } from './draft/reserveDoi.ts';
import { execute as draftSubmit } from './draft/submit.ts';
import { execute as draftUpdate } from './draft/update.ts';
import { execute as fileRemove } from './file/delete.ts';
import { execute as fileDownload } from './file/download.ts';
import { execute as fileGetAll } from './file/getAll.ts';
import { execute as fileImportPrevious } from './file/importPrevious.ts';
import { execute as fileUpload } from './file/upload.ts';
import { execute as recordAwaitDoi } from './record/awaitDoi.ts';
import { execute as recordBulkEdit } from './record/bulkEdit.ts';
import { execute as recordDepositFiles } from './record/depositFiles.ts';
import { execute as recordExportMetadata } from './record/exportMetadata.ts';
import { execute as recordGet } from './record/get.ts';
import { execute as recordGetStatistics } from './record/getStatistics.ts';
import { execute as recordGetVersions } from './record/getVersions.ts';
import { execute as recordNewVersion } from './record/newVersion.ts';
import { execute as recordSearch } from './record/search.ts';
import { execute as requestComment } from './request/comment.ts';
import { accept, cancel, decline } from './request/decide.ts';
import { execute as requestGet } from './request/get.ts';
import { execute as requestGetAll } from './request/getAll.ts';

/** What each resource of the form can do, by the values of its two first fields. */
export const operations: { readonly [resource: string]: { readonly [operation: string]: Operation } } = {
  community: {
    addRecord: communityAddRecord,
    get: communityGet,
    getAll: communityGetAll,
    getRecords: communityGetRecords,
    removeRecord: communityRemoveRecord,
  },
  draft: {
    create: draftCreate,
    delete: draftRemove,
    edit: draftEdit,
    get: draftGet,
    getAll: draftGetAll,
    publish: draftPublish,
    reserveDoi: draftReserveDoi,
    submit: draftSubmit,
    update: draftUpdate,
  },
  file: { delete: fileRemove, download: fileDownload, getAll: fileGetAll, importPrevious: fileImportPrevious, upload: fileUpload },
  record: {
    awaitDoi: recordAwaitDoi,
    bulkEdit: recordBulkEdit,
    depositFiles: recordDepositFiles,
    exportMetadata: recordExportMetadata,
    get: recordGet,
    getStatistics: recordGetStatistics,
    getVersions: recordGetVersions,
    newVersion: recordNewVersion,
    search: recordSearch,
  },
  request: { comment: requestComment, accept, cancel, decline, get: requestGet, getAll: requestGetAll },
};
