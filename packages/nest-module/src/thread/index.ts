export { type DepositThreadContext, type DepositThreadSetup, runDeposits } from './run-deposits.ts';
