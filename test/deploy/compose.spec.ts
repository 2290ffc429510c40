import { runInNewContext } from 'node:vm';
import { Config, loadConfig } from '#platform';
import { compose, dockerfile, example, filledIn, source, variables, type Service } from './compose.js';

const services = Object.entries(compose.services);
const named = (prefix: string): [string, Service][] => services.filter(([name]) => name.startsWith(prefix));
const members = named('mongo-').filter(([, { volumes }]) => volumes);
const gateways = named('gateway-');
const { 'mongo-init': init, proxy } = compose.services;
const isJob = ({ restart }: Service): boolean => restart === 'no';

const SECRETS = ['COMPTOIR_SECRET', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'MONGO_KEY'];
const PASSWORDS = ['MONGO_PASSWORD', 'MONGO_ADMIN_PASSWORD'];

/** `.env` as an operator would fill it in. */
const FILLED = {
  PUBLIC_URL: 'https://pay.example.com',
  COMPTOIR_SECRET: 'x'.repeat(48),
  STRIPE_SECRET_KEY: 'rk_live_abc',
  STRIPE_WEBHOOK_SECRET: 'whsec_abc',
  MONGO_PASSWORD: 'a1',
  MONGO_ADMIN_PASSWORD: 'b2',
  MONGO_KEY: 'c3c3c3',
};

describe('docker-compose.yml', () => {
  it('has three members of a replica set, two gateways, a job and a proxy, and nothing else', () => {
    expect([members.length, gateways.length, services.length]).toEqual([3, 2, 7]);
    expect(init && isJob(init)).toBe(true);
  });

  it.each(services)('restarts %s and knows whether it is healthy, unless it is a job that ends', (_name, service) => {
    expect(service.image ?? service.build).toBeDefined();
    if (isJob(service)) return expect(service.healthcheck).toBeUndefined();
    expect(service.restart).toBe('unless-stopped');
    for (const word of service.healthcheck?.test ?? []) expect(typeof word).toBe('string');
    expect(service.healthcheck).toMatchObject({
      test: expect.arrayContaining(['CMD']),
      interval: expect.stringMatching(/^\d+s$/),
      timeout: expect.stringMatching(/^\d+s$/),
      retries: expect.any(Number),
    });
  });

  it.each(services)('waits for what %s needs, by a condition that can come true', (_name, { depends_on = {} }) => {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      const needed = compose.services[other]!;
      expect([other, condition]).toEqual([other, isJob(needed) ? 'service_completed_successfully' : 'service_healthy']);
      expect(isJob(needed) || needed.healthcheck !== undefined).toBe(true);
    }
  });

  it('starts from the database up: members, job, gateways, proxy', () => {
    const needs = (service: Service | undefined): string[] => Object.keys(service?.depends_on ?? {}).toSorted();
    expect(needs(init)).toEqual(members.map(([name]) => name));
    for (const [, gateway] of gateways) expect(needs(gateway)).toEqual(['mongo-init']);
    expect(needs(proxy)).toEqual(gateways.map(([name]) => name));
  });

  it('runs both gateways from one image with the same settings', () => {
    const [[, first], [, second]] = gateways as [[string, Service], [string, Service]];
    expect(second).toEqual(first);
  });

  it('gives the gateways settings that production boots with, and no others', () => {
    const env = Object.fromEntries(
      Object.entries(gateways[0]![1].environment!).map(([name, value]) => [name, filledIn(value, FILLED)]),
    );
    expect(loadConfig({ ...env, NODE_ENV: 'production' })).toMatchObject({
      NODE_ENV: 'production',
      COMPTOIR_KINDS: new Config().COMPTOIR_KINDS,
      LOG_LEVEL: 'info',
    });
    const known = [new Config(), loadConfig(env)].flatMap((config) => Object.keys(config));
    const optional = ['SMTP_URL', 'STRIPE_PUBLISHABLE_KEY'];
    expect(Object.keys(env).filter((name) => ![...known, ...optional].includes(name))).toEqual([]);
    expect(dockerfile).toContain('NODE_ENV=production');
  });

  it('leads the gateways to every member of the set that the job makes, with a password', () => {
    const uri = new URL(filledIn(gateways[0]![1].environment!['MONGODB_URI']!, FILLED).replaceAll(',', '.'));
    expect(uri.host).toBe(members.map(([name]) => name).join('.'));
    expect([uri.username, uri.password]).toEqual(['comptoir', FILLED.MONGO_PASSWORD]);
    expect(Object.fromEntries(uri.searchParams)).toEqual({ replicaSet: 'rs0', authSource: 'admin' });
    for (const [, member] of members) {
      expect(member.entrypoint?.join(' ')).toContain('--replSet rs0 --bind_ip_all --keyFile');
      expect(member.environment).toEqual({ MONGO_KEY: expect.stringContaining(':?') });
    }
  });

  it('takes no secret from a default: what .env leaves empty is refused by name', () => {
    for (const name of [...SECRETS, ...PASSWORDS, 'PUBLIC_URL']) {
      const uses = variables.filter((variable) => variable.name === name);
      expect(uses.length).toBeGreaterThan(0);
      expect(uses.every(({ required }) => required)).toBe(true);
    }
    for (const name of [...SECRETS, ...PASSWORDS]) expect([name, example[name]]).toEqual([name, '']);
    expect(source).not.toMatch(/(password|pwd|secret): *['"]\w/i);
  });

  it('has every variable in .env.example, and none there that it does not use', () => {
    const used = [...new Set(variables.map(({ name }) => name))].toSorted();
    expect(Object.keys(example).toSorted()).toEqual(used);
  });

  it('opens the proxy alone to the outside; nothing but gateways and the job reach the database', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy']);
    expect(proxy?.networks).toEqual(['edge']);
    expect(compose.networks['database']).toEqual({ internal: true });
    const inside = services.filter(([, { networks }]) => networks?.includes('database')).map(([name]) => name);
    expect(inside).toEqual([...members, ...gateways].map(([name]) => name));
    expect(init?.network_mode).toBe('service:mongo-1');
  });

  it('sends requests to each gateway that says it is ready, on the port of the image', () => {
    const port = /PORT=(\d+)/.exec(dockerfile)![1];
    const { content } = compose.configs['caddyfile']!;
    expect(content).toContain(`reverse_proxy ${gateways.map(([name]) => `${name}:${port}`).join(' ')} {`);
    expect(content).toContain('health_uri /health/ready');
    expect(gateways[0]![1].healthcheck?.test?.join(' ')).toContain(`http://127.0.0.1:${port}/health/ready`);
  });

  it('names no config or volume that it does not have, and has none that it does not use', () => {
    const configs = services.flatMap(([, service]) => (service.configs ?? []).map((one) => one.source));
    expect(configs.toSorted()).toEqual(Object.keys(compose.configs).toSorted());
    const volumes = services.flatMap(([, service]) => (service.volumes ?? []).map((one) => one.split(':')[0]!));
    expect(volumes.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });
});

/** A server as far as the job sees it; users and the set outlive a run. */
class FakeServer {
  initiated = false;
  readonly users = new Map<string, string>();
  readonly done: string[] = [];

  /** Runs the job; answers its exit code. */
  run(env: Record<string, string>): number {
    let signedIn = false;
    const fail = (codeName: string): never => {
      throw Object.assign(new Error(codeName), { codeName });
    };
    const admin = {
      auth: (user: string, password: string) => {
        if (this.users.get(user) !== password) fail('AuthenticationFailed');
        signedIn = true;
        return { ok: 1 };
      },
      getUser: (user: string) => (this.users.has(user) ? { user } : null),
      createUser: ({ user, pwd }: { user: string; pwd: string }) => {
        if (!this.initiated) fail('NotWritablePrimary');
        if (!signedIn && this.users.size > 0) fail('Unauthorized');
        this.users.set(user, pwd);
        this.done.push(user);
      },
    };
    const mayLook = (): void => void (!signedIn && this.users.size > 0 && fail('Unauthorized'));
    const rs = {
      status: () => (mayLook(), this.initiated || fail('NotYetInitialized')),
      initiate: ({ members: list }: { members: { host: string }[] }) => {
        this.initiated = true;
        this.done.push(list.map(({ host }) => host).join());
      },
    };
    const hello = () => ({ isWritablePrimary: this.initiated, primary: this.initiated ? 'mongo-1' : undefined });
    const quit = (code: number): never => {
      throw Object.assign(new Error('quit'), { code });
    };
    const mongosh = {
      process: { env },
      db: { getSiblingDB: () => admin, hello },
      rs,
      quit,
      sleep: () => 0,
      print: () => 0,
    };
    try {
      runInNewContext(compose.configs['replica-set']!.content.replaceAll('$$', '$'), mongosh);
    } catch (error) {
      return (error as { code?: number }).code ?? 1;
    }
    return 0;
  }
}

describe('the job that makes the replica set', () => {
  const env = { MONGO_PASSWORD: 'a1', MONGO_ADMIN_PASSWORD: 'b2' };

  it('makes set and users at the first start, and changes nothing at the next', () => {
    const server = new FakeServer();
    expect(server.run(env)).toBe(0);
    expect(server.done).toEqual(['mongo-1:27017,mongo-2:27017,mongo-3:27017', 'admin', 'comptoir']);
    expect(server.run(env)).toBe(0);
    expect(server.done).toHaveLength(3);
  });

  it('goes on where an earlier one was interrupted', () => {
    const server = new FakeServer();
    server.initiated = true;
    expect(server.run(env)).toBe(0);
    expect(server.done).toEqual(['admin', 'comptoir']);
    server.users.delete('comptoir');
    expect(server.run(env)).toBe(0);
    expect([...server.users.keys()]).toEqual(['admin', 'comptoir']);
  });

  it('fails, and changes nothing, with another password than the database was made with', () => {
    const server = new FakeServer();
    server.run(env);
    expect(server.run({ ...env, MONGO_ADMIN_PASSWORD: 'other' })).toBe(1);
    expect(server.done).toHaveLength(3);
  });
});
