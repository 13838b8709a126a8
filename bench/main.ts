import { Command } from 'commander';
import { runCommand } from '../sandbox/run-command.ts';
import { addReportCommand } from './add-report-command.ts';
import { addOrchestrationCommand } from './add-orchestration-command.ts';
import { addClusterCommand } from './cluster/add-cluster-command.ts';

await runCommand((signal) => {
  const bench = new Command('bench').description('Measures berth beside its peers, and the sandbox itself.');
  addOrchestrationCommand(bench, signal);
  addReportCommand(bench);
  addClusterCommand(bench, signal);
  return bench;
});
