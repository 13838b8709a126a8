import { ExecaError } from 'execa';

/** Resolves to what a command said against what it was asked; to nothing when it did it. */
export async function refused(command: Promise<string>): Promise<string> {
  try {
    await command;
    return '';
  } catch (error) {
    if (error instanceof ExecaError) return String(error.stderr);
    throw error;
  }
}
