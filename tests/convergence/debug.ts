import { readFile } from 'node:fs/promises';
import { convergenceOptions } from './options';
import { newlyPlayed, replay } from './play';
import { quiet } from './quiet';
import { dumpSource } from './stage';
import { startTwoSites } from './two-sites';
import { compareDumps, readDump } from '../support/dump';
const main = async () => {
  const sites = await startTwoSites(convergenceOptions({ seeds: 1, operations: 1 }));
  try {
    const ops = JSON.parse(await readFile(process.env.OPS ?? '', 'utf8'));
    await replay(sites.stage, ops, newlyPlayed());
    await quiet(sites);
    const s = sites as any;
    const dump = (x: any) => readDump(dumpSource(x, s.schemas, s.models));
    const diffs = compareDumps(await dump(s.producer), await dump(s.consumer), {});
    console.log(diffs.join('\n').slice(0, 5000));
    const ids = [...new Set(diffs.map((d) => /› \S+ (\w{24})/.exec(d)?.[1]).filter(Boolean))].slice(0, Number(process.env.SHOW ?? 3));
    for (const id of ids as string[]) {
      const logs = await s.producer.db('event_streaming_update_logs').where({ source_document_id: id }).orderBy('sequence');
      console.log('== ' + id);
      for (const l of logs) console.log(`${l.sequence} ${l.update_type} ${l.action} ${l.source_locale} ${l.source_status} ${String(l.data).replace(/^.*("parent":[^}]*}?).*$/, "$1")}`);
      const sync = await s.consumer.db('event_streaming_sync_logs').where({ source_document_id: id }).orderBy('id');
      for (const l of sync) console.log(`   sync ${l.sequence} ${l.sync_status} ${l.action} ${l.source_locale} ${l.source_status} inc=${l.is_incomplete} ${l.error ?? ''}`);
    }
  } finally { await sites.remove(); }
};
void main();
