import type { Application } from './application';
import { missingDocument } from './missing-document';
import { areMatched, keyOf } from '../apply-context';
import { MissingDocumentsError, type RemoteReference, classifyFailure } from '../failures';
import { type Resolved, referenceKey, resolveReferences } from '../resolve-references';
import type { Reference, VersionStatus } from '../../protocol';

/** Makes sure that a document which another one refers to is here, if it can be had. */
export const bring = async (
  { supplies, brought, circles, dependencies, unfinished, applyDependency }: Application,
  reference: RemoteReference,
  owner: RemoteReference
): Promise<void> => {
  const key = keyOf(reference);
  if (circles.isUnderWay(reference)) {
    circles.leaveOpen(owner);
    return;
  }
  const whole = supplies.wholes.get(key);
  if (!whole && supplies.later.has(key)) {
    unfinished.set(keyOf(owner), reference);
    return;
  }
  if (!whole) {
    throw missingDocument(supplies, reference);
  }
  if (whole.versions.length === 0 || brought.has(key)) {
    return;
  }
  try {
    const applied = await applyDependency(reference);
    brought.add(key);
    if (applied.kind === 'applied') {
      dependencies.push({ ...whole, localDocumentId: applied.localDocumentId });
    }
  } catch (error) {
    if (error instanceof MissingDocumentsError || classifyFailure(error).cause === 'transient') {
      throw error;
    }
    throw new MissingDocumentsError([reference], `it failed: ${classifyFailure(error).message}`);
  }
};

/** It exists there, and the version that is needed does not come. */
const isWithheld = ({ supplies, circles }: Application, reference: RemoteReference): boolean =>
  !circles.isUnderWay(reference) &&
  (supplies.wholes.get(keyOf(reference))?.withheld.length ?? 0) > 0;

/**
 * Brings those documents that are referred to and are not here. One that is gone on the producer
 * stays away: the event that says so is on its way. For one that is withheld, the event waits.
 *
 * @param owner the remote document that refers to them
 * @param status that of the version that does
 * @returns what each of them is here
 * @throws MissingDocumentsError
 */
export const bringTargets = async (
  application: Application,
  owner: RemoteReference,
  references: Reference[],
  status: VersionStatus | null
): Promise<Resolved> => {
  const { context } = application;
  const resolved = await resolveReferences(context, references, status);
  const missing = references.filter(
    (reference) =>
      !areMatched(context, reference.contentType) && !resolved.get(referenceKey(reference))
  );
  for (const reference of missing) {
    await bring(application, reference, owner);
  }
  if (missing.length === 0) {
    return resolved;
  }
  const brought = await resolveReferences(context, references, status);
  const withheld = missing.filter(
    (reference) => !brought.get(referenceKey(reference)) && isWithheld(application, reference)
  );
  if (withheld.length > 0) {
    throw new MissingDocumentsError(
      withheld,
      'it does not meet the condition of the subscription to that content type'
    );
  }
  return brought;
};
