import { until } from '../support/until';

describe('until', () => {
  it('answers what the condition answered', async () => {
    const answers = [null, undefined, 'ready'];

    await expect(until(() => answers.shift(), { interval: 1 })).resolves.toBe('ready');
  });

  it('asks again when the condition throws', async () => {
    let asked = 0;
    const condition = () => {
      asked += 1;
      if (asked < 3) throw new Error('not there yet');
      return true;
    };

    await until(condition, { interval: 1 });

    expect(asked).toBe(3);
  });

  it('says what it waited for and what it heard last', async () => {
    const condition = () => {
      throw new Error('connection refused');
    };

    await expect(until(condition, { timeout: 10, interval: 1, what: 'the site' })).rejects.toThrow(
      'Waited 10 ms for the site; last error: connection refused'
    );
  });
});
