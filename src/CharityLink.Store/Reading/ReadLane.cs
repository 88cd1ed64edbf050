using Microsoft.Extensions.Logging;

namespace CharityLink.Store;

/// <summary>A question that goes to the database together with others.</summary>
internal sealed record Question<TAsk, TAnswer>(TAsk Ask, Promise<TAnswer> Answer);

/// <summary>A prepared query on a connection of its own that takes many questions and gives their answers in the same order.</summary>
internal interface IGroupQuery<TAsk, TAnswer> : IAsyncDisposable
{
    Task<TAnswer[]> Run(TAsk[] asks, CancellationToken ct);
}

/// <summary>Answers many small questions with one query.</summary>
internal sealed class ReadLane<TAsk, TAnswer>(Func<CancellationToken, Task<IGroupQuery<TAsk, TAnswer>>> connect, ILogger log, CancellationToken stop)
    : ILane<Question<TAsk, TAnswer>>
{
    // What one query asks for at most; beyond this it only gets longer, not cheaper.
    private const int AtOnce = 32;

    private readonly List<Question<TAsk, TAnswer>> asked = new(AtOnce);
    private IGroupQuery<TAsk, TAnswer>? query;
    private int failures;

    public bool Take(Queue<Question<TAsk, TAnswer>> waiting)
    {
        asked.Clear();
        while (asked.Count < AtOnce && waiting.TryDequeue(out var question))
        {
            asked.Add(question);
        }

        return asked.Count > 0;
    }

    public async Task<bool> Carry()
    {
        // Reading twice does no harm: after a lost connection the same questions are asked again, as long as somebody waits.
        asked.RemoveAll(question => question.Answer.IsOver);
        if (asked.Count == 0)
        {
            return true;
        }

        try
        {
            query ??= await connect(stop);
            var answers = await query.Run([.. asked.Select(question => question.Ask)], stop);
            for (var i = 0; i < answers.Length; i++)
            {
                asked[i].Answer.Settle(answers[i]);
            }

            failures = 0;
            return true;
        }
        catch (Exception fault)
        {
            await DisposeAsync();
            if (Faults.IsPassing(fault) && !stop.IsCancellationRequested)
            {
                log.ReadingWaits(fault);
                failures++;
                return false;
            }

            asked.ForEach(question => question.Answer.Fail(fault));
            return true;
        }
    }

    public async Task Pause() =>
        await Task.Delay(Faults.Pause(failures), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public async ValueTask DisposeAsync()
    {
        await (query?.DisposeAsync() ?? default);
        query = null;
    }
}
