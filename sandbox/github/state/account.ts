/** Somebody or something with a login: a person, an organization, or the bot that acts for an App. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Organization' | 'Bot';
  readonly name: string;
  readonly email: string;
  readonly createdAt: Date;
}

/** A person who may do everything in every repository; berth's demo and the control API act as this one. */
export const adminLogin = 'admin';
