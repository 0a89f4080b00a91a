/** The key's own project: its settings and its members, as `client.project`. */

import type { Call } from "./calls.js";
import type { Connection, Home, RequestOptions } from "./connection.js";
import * as endpoints from "./project-endpoints.js";
import type { Answer, ProjectSettings } from "./types.js";

export class Project {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The project and its settings; the service may answer more than `fields`. */
  get(options: { fields?: string[] } = {}, request?: RequestOptions): Promise<Answer> {
    return this.#send((home) => endpoints.getProject(home, options.fields), request);
  }

  /** A new project beside this one, without keys; answers its `projectId`. */
  create(
    options: { name: string; description?: string },
    request?: RequestOptions,
  ): Promise<Answer> {
    const { name, description } = options;
    return this.#send((home) => endpoints.createProject(home, name, description), request);
  }

  /** Change settings; only what is given. Null clears a setting. */
  update(changes: ProjectSettings, request?: RequestOptions): Promise<Answer> {
    return this.#send((home) => endpoints.updateProject(home, changes), request);
  }

  /** Delete the project and all that is in it, the key included. */
  delete(request?: RequestOptions): Promise<Answer> {
    return this.#send(endpoints.deleteProject, request);
  }

  /** Who belongs to the project, under `members`. */
  getMembers(request?: RequestOptions): Promise<Answer> {
    return this.#send(endpoints.members, request);
  }

  /** Add somebody as `READER` or `OWNER`. */
  addMember(email: string, role = "READER", request?: RequestOptions): Promise<Answer> {
    return this.#send((home) => endpoints.addMember(home, email, role), request);
  }

  /** Give somebody another role. */
  updateMember(email: string, role: string, request?: RequestOptions): Promise<Answer> {
    return this.#send((home) => endpoints.updateMember(home, email, role), request);
  }

  /** Remove somebody. */
  removeMember(email: string, request?: RequestOptions): Promise<Answer> {
    return this.#send((home) => endpoints.removeMember(home, email), request);
  }

  async #send(call: (home: Home) => Call, request?: RequestOptions): Promise<Answer> {
    return this.#connection.send<Answer>(call(await this.#connection.home()), request);
  }
}
