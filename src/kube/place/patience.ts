/** For how long what is to go may take, where something is at work that deletes it, before people are told that it has not gone. */
export const patienceMs = 30_000;
