using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CharityLink.Store;

/// <summary>Answers many small questions with one query: what waits when a connection is free goes together, alone it goes at once.</summary>
internal sealed class GroupRead<TAsk, TAnswer> : IAsyncDisposable
{
    // What one query asks for at most; beyond this it only gets longer, not cheaper.
    private const int AtOnce = 64;

    private readonly Channel<Question> waiting = Channel.CreateUnbounded<Question>();
    private readonly Func<CancellationToken, Task<IGroupQuery<TAsk, TAnswer>>> connect;
    private readonly EventStoreOptions options;
    private readonly ILogger log;
    private readonly Lazy<Task> readers;

    public GroupRead(int connections, Func<CancellationToken, Task<IGroupQuery<TAsk, TAnswer>>> connect, EventStoreOptions options, ILogger log)
    {
        (this.connect, this.options, this.log) = (connect, options, log);
        readers = new(() => Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(Read))));
    }

    /// <summary>Asks and waits for the answer, within the limit every caller is promised.</summary>
    public async Task<TAnswer> Ask(TAsk ask, CancellationToken ct)
    {
        _ = readers.Value;
        var question = new Question(ask, new(TaskCreationOptions.RunContinuationsAsynchronously));
        ObjectDisposedException.ThrowIf(!waiting.Writer.TryWrite(question), this);
        try
        {
            return await question.Answer.Task.WaitAsync(options.AppendAtMost, ct);
        }
        catch (TimeoutException late)
        {
            throw new StoreUnavailableException("The event store did not answer in time.", late);
        }
        finally
        {
            question.Answer.TrySetCanceled(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        if (readers.IsValueCreated)
        {
            await readers.Value;
        }
    }

    private async Task Read()
    {
        IGroupQuery<TAsk, TAnswer>? query = null;
        var asked = new List<Question>(AtOnce);
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (asked.Count < AtOnce && waiting.Reader.TryRead(out var question))
            {
                asked.Add(question);
            }

            query = await Answer(query, asked);
            asked.Clear();

            // Behind those who have just been answered: more questions go together then.
            await Task.Yield();
        }

        await (query?.DisposeAsync() ?? default);
    }

    // Reading twice does no harm: after a lost connection the same questions are asked again, as long as somebody waits.
    private async Task<IGroupQuery<TAsk, TAnswer>?> Answer(IGroupQuery<TAsk, TAnswer>? query, List<Question> asked)
    {
        for (var failures = 0; ; failures++)
        {
            asked.RemoveAll(question => question.Answer.Task.IsCompleted);
            if (asked.Count == 0)
            {
                return query;
            }

            try
            {
                query ??= await connect(CancellationToken.None);
                var answers = await query.Run([.. asked.Select(question => question.Ask)], CancellationToken.None);
                for (var i = 0; i < asked.Count; i++)
                {
                    asked[i].Answer.TrySetResult(answers[i]);
                }
            }
            catch (Exception fault)
            {
                await (query?.DisposeAsync() ?? default);
                query = null;
                if (fault is PostgresException refused && Faults.IsOfTheData(refused) || !Faults.IsPassing(fault))
                {
                    asked.ForEach(question => question.Answer.TrySetException(fault));
                }
                else
                {
                    log.ReadingWaits(fault);
                    await Faults.Pause(failures, CancellationToken.None);
                }
            }
        }
    }

    private sealed record Question(TAsk Ask, TaskCompletionSource<TAnswer> Answer);
}

/// <summary>A prepared query on a connection of its own that takes many questions and gives their answers in the same order.</summary>
internal interface IGroupQuery<TAsk, TAnswer> : IAsyncDisposable
{
    Task<TAnswer[]> Run(TAsk[] asks, CancellationToken ct);
}
