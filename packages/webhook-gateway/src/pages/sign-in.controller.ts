import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditLog } from '../audit/audit-log.ts';
import { Entrance } from '../people/entrance.ts';
import { Problem } from '../problems/problem.ts';
import { PageDoor } from './page-door.ts';
import { joinPage, signInPage } from './sign-in-pages.ts';

/** How people come in and leave. */
@Controller()
export class SignInController {
  readonly #door: PageDoor;
  readonly #entrance: Entrance;
  readonly #audit: AuditLog;

  constructor(@Inject(PageDoor) door: PageDoor, @Inject(Entrance) entrance: Entrance, @Inject(AuditLog) audit: AuditLog) {
    this.#audit = audit;
    this.#door = door;
    this.#entrance = entrance;
  }

  @Get('sign-in')
  async form(@Res() reply: FastifyReply): Promise<void> {
    await this.#door.show(reply, signInPage());
  }

  /** Says the same to a wrong name, a wrong password and a locked account. */
  @Post('sign-in')
  async signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const form = await this.#door.form(request);
    const session = await this.#entrance.signIn(form.get('name') ?? '', form.get('password') ?? '');
    if (session === undefined) {
      const note = 'The name or the password is wrong, or too many wrong ones came before: wait some minutes.';
      await this.#door.show(reply, signInPage(note), { status: 401 });
      return;
    }
    const who = `person/${form.get('name') ?? ''}`;
    await this.#audit.note({ who, action: 'person.sign_in', subject: who });
    this.#entrance.setCookie(reply, session);
    await this.#door.seeOther(reply, '/');
  }

  @Post('sign-out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.#door.act(request, 'read');
    await this.#entrance.signOut(request, reply);
    await this.#door.seeOther(reply, '/sign-in');
  }

  @Get('join/:secret')
  async invited(@Param('secret') secret: string, @Res() reply: FastifyReply): Promise<void> {
    if (!(await this.#entrance.people.isInvitation(secret, Date.now()))) throw noInvitation();
    await this.#door.show(reply, joinPage(`/join/${encodeURIComponent(secret)}`));
  }

  @Post('join/:secret')
  async join(@Req() request: FastifyRequest, @Param('secret') secret: string, @Res() reply: FastifyReply): Promise<void> {
    const form = await this.#door.form(request);
    const [name, password] = [form.get('name') ?? '', form.get('password') ?? ''];
    const problem = await this.#entrance.join(secret, name, password);
    if (problem !== undefined) {
      await this.#door.show(reply, joinPage(`/join/${encodeURIComponent(secret)}`, problem), { status: 400 });
      return;
    }
    await this.#audit.note({ who: `person/${name}`, action: 'person.join', subject: `person/${name}` });
    const session = await this.#entrance.signIn(name, password);
    if (session !== undefined) this.#entrance.setCookie(reply, session);
    await this.#door.seeOther(reply, '/');
  }
}

const noInvitation = (): Problem =>
  new Problem('not-found', 'This link is none, or was used, or is over: one is good for 15 minutes.', 'Ask an admin for another one.');
