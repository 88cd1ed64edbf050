namespace CharityLink.Store;

/// <summary>An answer that a caller waits for, though not for ever.</summary>
internal sealed class Promise<T>
{
    // Continuations must not run in the lane's loop: the next load would wait for this caller's code.
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Nothing more to do: answered, or nobody waits any longer.</summary>
    public bool IsOver => answer.Task.IsCompleted;

    public void Settle(T result) => answer.TrySetResult(result);

    public void Fail(Exception reason) => answer.TrySetException(reason);

    /// <summary>The answer to what was sent, or the given exception when it does not come in time.</summary>
    public async Task<T> Within(Task sent, TimeSpan atMost, Func<Exception, Exception> late, CancellationToken ct)
    {
        try
        {
            if (!sent.IsCompleted)
            {
                // The end of the own trip is the moment of the answer, without a change of threads in between.
                await sent.WaitAsync(atMost, ct);
            }

            return await answer.Task.WaitAsync(atMost, ct);
        }
        catch (TimeoutException timeout)
        {
            throw late(timeout);
        }
        finally
        {
            // Who left is not served any more; an answer that was there first stays.
            answer.TrySetCanceled(CancellationToken.None);
        }
    }
}
