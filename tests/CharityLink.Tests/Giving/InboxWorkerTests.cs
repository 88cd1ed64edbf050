using System.Runtime.CompilerServices;
using CharityLink.Giving;
using CharityLink.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CharityLink.Tests.Giving;

/// <summary>One notification that nobody can act on, for whatever reason, costs the others nothing.</summary>
public sealed class InboxWorkerTests(GivingWorld world) : IClassFixture<GivingWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_database_says_no_to_for_good_is_laid_aside_like_any_other()
    {
        var (name, good) = ($"p{Guid.CreateVersion7():N}", Guid.CreateVersion7());
        await Take(name, "poison", "evt_poison");
        await Take(name, "fine", $"evt_{good}");
        Assert.Equal(2, await Worker(name).Work(Ct));
        Assert.Equal([("fine", "done", null), ("poison", "waiting", "PostgresException")], await States(name));
    }

    // Too late, cut short by the server, and gone in the midst of an answer: none of it is the notification's fault.
    [Theory]
    [InlineData("away")]
    [InlineData("cancelled")]
    [InlineData("broken off")]
    public async Task While_the_database_is_away_for_one_the_others_stay_done(string how)
    {
        var name = $"p{Guid.CreateVersion7():N}";
        await Take(name, how, "evt_away");
        await Take(name, "fine", "evt_fine");
        await Assert.ThrowsAnyAsync<Exception>(() => Worker(name).Work(Ct));
        Assert.Equal([(how, "waiting", null), ("fine", "done", null)], await States(name));
    }

    private InboxWorker Worker(string provider) => new(
        world.Get<PaymentInbox>(), new PaymentProviders([new Told(provider)]), world.Get<SystemCommands>(), world.Get<PaymentBell>(), new PaymentLimits(), TimeProvider.System, NullLogger<InboxWorker>.Instance);

    private Task Take(string provider, string kind, string id) =>
        world.Get<PaymentInbox>().Take(provider, new Notification(id, kind, null, new byte[] { 1 }, TimeProvider.System.GetUtcNow()));

    private async Task<List<(string, string, string?)>> States(string provider)
    {
        await using var command = world.Database.CreateCommand("select kind, state, error from giving.payment_inbox where provider = $1 order by kind");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = provider });
        await using var row = await command.ExecuteReaderAsync(Ct);
        var found = new List<(string, string, string?)>();
        while (await row.ReadAsync(Ct))
        {
            found.Add((row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)));
        }

        return found;
    }

    /// <summary>A provider whose word is all that matters here.</summary>
    private sealed class Told(string name) : IPaymentProvider
    {
        public string Name => name;

        public bool NeedsCalls => true;

        public TimeSpan KeyLife => TimeSpan.FromHours(1);

        public string TakenReply => "";

        public Task<IReadOnlyList<ICommand>> Understand(Notification notification, CancellationToken ct) => notification.Kind switch
        {
            "poison" => throw new PostgresException("unsupported Unicode escape sequence", "ERROR", "ERROR", "22P05"),
            "away" => throw new TimeoutException(),
            "cancelled" => throw new PostgresException("canceling statement due to statement timeout", "ERROR", "ERROR", PostgresErrorCodes.QueryCanceled),
            "broken off" => throw new NpgsqlException("Exception while reading from stream", new EndOfStreamException()),
            _ => Task.FromResult<IReadOnlyList<ICommand>>([]),
        };

        public ValueTask<IReadOnlyList<PaymentOffer>> Offers(Guid holderId, Currency currency, CancellationToken ct) => ValueTask.FromResult<IReadOnlyList<PaymentOffer>>([]);

        public ValueTask<StoredCall?> Write(PaymentOrder order, CancellationToken ct) => ValueTask.FromResult<StoredCall?>(null);

        public Task<PaymentAnswer> Send(PaymentOperation operation, CancellationToken ct) => Task.FromResult(new PaymentAnswer(AnswerKind.Refused));

        public Task<PaymentAnswer?> Find(PaymentOperation operation, CancellationToken ct) => Task.FromResult<PaymentAnswer?>(null);

        public Notification? Read(ReadOnlyMemory<byte> body, Func<string, string?> header) => null;

        public async IAsyncEnumerable<Notification> Since(DateTimeOffset from, Func<CancellationToken, Task<IReadOnlyList<PaymentOperation>>> open, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.CompletedTask;
            yield break;
        }

        public async IAsyncEnumerable<ProviderBooking> Bookings(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
