import { Typography } from '@strapi/design-system';

import { Disclosure } from '../../components/Disclosure';
import { JsonView } from '../../components/JsonView';
import { Panel } from '../../components/Panel';
import { useText } from '../../hooks/useText';
import { useVersionName } from '../../hooks/useVersionName';

import type { DocumentVersion, SyncLogWithVersions } from '../../../../server/src/protocol';

const Said = ({ children }: { children: string }) => (
  <Typography textColor="neutral600">{children}</Typography>
);

interface WholeDocumentProps {
  log: SyncLogWithVersions;
  versions: DocumentVersion[];
}

/** Each version on its own, that of the event in view. */
const WholeDocument = ({ log, versions }: WholeDocumentProps) => {
  const text = useText();
  const nameOf = useVersionName();
  if (versions.length === 0) {
    return <Said>{text('syncLog.gone')}</Said>;
  }
  return (
    <>
      <Said>{text('syncLog.whole')}</Said>
      {versions.map((version) => {
        const isOfEvent = version.locale === log.locale && version.status === log.versionStatus;
        return (
          <Disclosure
            key={`${version.locale} ${version.status}`}
            label={nameOf(version)}
            initiallyOpen={isOfEvent || versions.length === 1}
          >
            <JsonView label={text('field.data')} value={version.fields} />
          </Disclosure>
        );
      })}
    </>
  );
};

/** What the event carried, and what was applied instead where that was not enough. */
export const ContentPanel = ({ log }: { log: SyncLogWithVersions }) => {
  const text = useText();
  const { data, versions } = log;
  return (
    <Panel title={text('syncLog.content')}>
      {data === null ? null : <JsonView label={text('field.data')} value={data} />}
      {versions === null ? null : <WholeDocument log={log} versions={versions} />}
      {data === null && versions === null ? <Said>{text('syncLog.noData')}</Said> : null}
    </Panel>
  );
};
