import type { Core } from '@strapi/strapi';

export interface AdminUser {
  id: number;
  documentId: string;
  email: string;
  firstname: string | null;
  lastname: string | null;
  isActive: boolean;
  blocked: boolean;
}

export type Verb = 'create' | 'update' | 'delete' | 'publish';

/** What the Content Manager's permission checker offers of use here. */
export interface PermissionChecker {
  cannot: Record<Verb, (entity?: object, field?: string) => boolean>;
  /** Whether a role's conditions look at the document itself. */
  requiresEntity: Record<Verb, () => boolean>;
}

/**
 * The Content Manager's own rules for one admin user: what he may do there by hand, the plugin
 * may do in his name. Gives a checker per content type, whose ability is computed once.
 */
export const createPermissionCheckers = async (strapi: Core.Strapi, user: AdminUser) => {
  const ability: unknown = await strapi
    .service('admin::permission')
    .engine.generateUserAbility(user);
  const checkers = new Map<string, PermissionChecker>();

  return (contentType: string): PermissionChecker => {
    let checker = checkers.get(contentType);
    if (!checker) {
      checker = strapi
        .plugin('content-manager')
        .service('permission-checker')
        .create({ userAbility: ability, model: contentType }) as PermissionChecker;
      checkers.set(contentType, checker);
    }
    return checker;
  };
};

/** Whether an admin user may add a file to the Media Library, or change and delete one. */
export type FilePermission = (verb: 'create' | 'update', file: object | null) => Promise<boolean>;

interface PermissionsManager {
  isAllowed: boolean;
  action: string;
  ability: { can(action: string, subject: unknown): boolean };
  toSubject(target: object): unknown;
}

/**
 * The Media Library's own rules for one admin user: the Content Manager's do not cover files. His
 * ability is computed when it is first asked for, since most pages bring no files.
 */
export const createFilePermission = (strapi: Core.Strapi, user: AdminUser): FilePermission => {
  const service = strapi.service('admin::permission');
  let ability: Promise<unknown> | null = null;

  return async (verb, file) => {
    ability ??= service.engine.generateUserAbility(user) as Promise<unknown>;
    const manager = service.createPermissionsManager({
      ability: await ability,
      action: `plugin::upload.assets.${verb}`,
      model: 'plugin::upload.file',
    }) as PermissionsManager;
    return file === null
      ? manager.isAllowed
      : manager.ability.can(manager.action, manager.toSubject({ ...file }));
  };
};
