import { Command } from 'commander';
import { runCommand } from '../sandbox/run-command.ts';
import { addClusterCommand } from './cluster/add-cluster-command.ts';

await runCommand((signal) => {
  const bench = new Command('bench').description('Measures berth beside its peers, and the sandbox itself.');
  addClusterCommand(bench, signal);
  return bench;
});
