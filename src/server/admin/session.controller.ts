/** Who the administrator is, and how one becomes one. */
import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { AdminLock } from './admin-lock';
import type { AdminRequest } from './admin-request';
import { ADMIN_LOCK } from './admin.guard';
import type { Session, SignIn } from './answers';
import { Needs } from './needs';
import { Summary } from './summary';

@Controller('api')
export class SessionController {
  constructor(@Inject(ADMIN_LOCK) private readonly lock: AdminLock) {}

  @Get('session')
  @Needs('any')
  @Summary('Who the caller is, and what he may do.')
  session(@Req() { administrator }: AdminRequest): Session {
    const { id = '', rights = [] } = administrator ?? {};
    return { id, rights };
  }

  @Get('sign-in')
  @Needs('nothing')
  @Summary('In which header a key is expected.')
  signIn(): SignIn {
    const [header] = this.lock.headers;
    return header === undefined ? {} : { header };
  }
}
