import { Box, Flex, Typography } from '@strapi/design-system';

import { changesOf } from './changesOf';
import { Disclosure } from '../../components/Disclosure';
import { FactList } from '../../components/Facts';
import { JsonView } from '../../components/JsonView';
import { Notice } from '../../components/Notice';
import { useText } from '../../hooks/useText';
import { useVersionName } from '../../hooks/useVersionName';

import type {
  JsonValue,
  MappingPreview,
  PreviewedLookup,
  PreviewedVersion,
} from '../../../../server/src/protocol';

const VARIANT = {
  create: 'success',
  update: 'success',
  adopt: 'success',
  fail: 'danger',
} as const;

const show = (value: JsonValue | undefined): string => {
  if (value === undefined || value === null) {
    return '—';
  }
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
};

const Cell = ({ children, isHead = false }: { children: string; isHead?: boolean }) => (
  <Box tag={isHead ? 'th' : 'td'} padding={2} style={{ textAlign: 'left', verticalAlign: 'top' }}>
    <Typography
      variant={isHead ? 'sigma' : 'omega'}
      textColor={isHead ? 'neutral600' : 'neutral800'}
      style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
    >
      {children}
    </Typography>
  </Box>
);

/** Field by field: what is here, and what it would be. */
const VersionTable = ({ version }: { version: PreviewedVersion }) => {
  const text = useText();
  return (
    <Box tag="table" width="100%" style={{ borderCollapse: 'collapse', tableLayout: 'fixed' }}>
      <thead>
        <tr>
          <Cell isHead>{text('field.localField')}</Cell>
          <Cell isHead>{text('preview.before')}</Cell>
          <Cell isHead>{text('preview.after')}</Cell>
        </tr>
      </thead>
      <tbody>
        {changesOf(version).map(({ name, before, after, isChanged }) => (
          <Box key={name} tag="tr" background={isChanged ? 'success100' : undefined}>
            <Cell>{name}</Cell>
            <Cell>{show(before)}</Cell>
            <Cell>{isChanged ? show(after) : text('preview.unchanged')}</Cell>
          </Box>
        ))}
      </tbody>
    </Box>
  );
};

const Version = ({ version }: { version: PreviewedVersion }) => {
  const text = useText();
  const versionName = useVersionName();
  return (
    <Flex tag="section" direction="column" alignItems="stretch" gap={2}>
      <Typography variant="delta" tag="h3">
        {versionName(version)}
      </Typography>
      {version.local === null ? null : <VersionTable version={version} />}
      <Disclosure label={text('preview.remote')} initiallyOpen={version.local === null}>
        <JsonView label={text('preview.remote')} value={version.remote} />
      </Disclosure>
    </Flex>
  );
};

const Lookup = ({ lookup }: { lookup: PreviewedLookup }) => {
  const text = useText();
  const { path, remoteContentType, filters, found } = lookup;
  return (
    <li>
      <Typography>
        {text('preview.lookup', {
          path,
          type: remoteContentType,
          filters: JSON.stringify(filters),
          count: found.length,
          found: found.join(', '),
        })}
      </Typography>
    </li>
  );
};

/** What would become of the document. Nothing has been written. */
export const PreviewResult = ({ preview }: { preview: MappingPreview }) => {
  const text = useText();
  const { outcome, reason, localContentType, localDocumentId, versions, lookups } = preview;
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Notice variant={VARIANT[outcome]} title={text(`preview.outcome.${outcome}`)}>
        {reason}
      </Notice>
      <FactList
        facts={[
          { label: text('field.localContentType'), value: localContentType },
          {
            label: text('field.localDocumentId'),
            value: localDocumentId ?? text('preview.newDocument'),
          },
        ]}
      />
      {lookups.length > 0 ? (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
          {lookups.map((lookup) => (
            <Lookup key={`${lookup.path} ${JSON.stringify(lookup.filters)}`} lookup={lookup} />
          ))}
        </Flex>
      ) : null}
      {versions.map((version) => (
        <Version key={`${version.locale} ${version.status}`} version={version} />
      ))}
    </Flex>
  );
};
