export { StaleWriteError } from '../store/store-errors.ts';
export { type DepositThreadContext, type DepositThreadSetup, runDeposits } from './run-deposits.ts';
