using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Caching.Memory;

namespace CharityLink.Web.Giving.Abuse;

/// <summary>Counts forms and declined cards in this node's memory, and says when to look twice. No gift costs a question to the database.</summary>
internal sealed class GiftWatch(AbuseSettings settings, TimeProvider clock) : IDisposable
{
    private const int GiftsKept = 200_000;

    private readonly PartitionedRateLimiter<string> addresses = Counter(settings.PerAddress, settings.Window);
    private readonly PartitionedRateLimiter<string> mailboxes = Counter(settings.PerMailbox, settings.Window);
    private readonly PartitionedRateLimiter<string> causes = Counter(settings.PerCause, settings.Window);
    private readonly PartitionedRateLimiter<string> declines = Counter(settings.DeclinesPerAddress, settings.Window);
    private readonly MemoryCache senders = new(new MemoryCacheOptions { SizeLimit = GiftsKept });
    private readonly ConcurrentDictionary<string, DateTimeOffset> alarms = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, DateTimeOffset> waiting = new(StringComparer.Ordinal);

    /// <summary>Remembers for a while where the gifts of a form come from.</summary>
    public void Remember(Sender sender)
    {
        foreach (var gift in sender.OtherGifts.Append(sender.Form))
        {
            senders.Set(gift, sender.Address, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = settings.Window });
        }
    }

    /// <summary>Why a form is looked at twice; null when it is not. Counts it.</summary>
    /// <returns><c>trap</c>, <c>alarm</c>, <c>mailbox</c>, <c>address</c> or <c>cause</c>.</returns>
    public string? Suspect(Sender sender)
    {
        // All are counted, whichever speaks.
        string[] given = sender.OtherCauses.Count == 0 ? [sender.Cause] : [.. sender.OtherCauses];
        var (address, cause) = (Counts(addresses, sender.Address), given.Select(one => Counts(causes, one)).ToList().TrueForAll(free => free));
        var mailbox = sender.Mailbox.Length == 0 || Counts(mailboxes, sender.Mailbox);
        return sender.IsTrapped ? "trap"
            : given.Any(IsAlarmed) || IsAlarmed(sender.Address) ? "alarm"
            : !mailbox ? "mailbox"
            : !address ? "address"
            : !cause ? "cause"
            : null;
    }

    /// <summary>How much work is asked for.</summary>
    public int BitsFor(string reason) => reason == "alarm" ? settings.AlarmBits : settings.Bits;

    /// <summary>From when on a form from an address goes through without work: those who wait there come one after the other.</summary>
    public DateTimeOffset Turn(string address)
    {
        var now = clock.GetUtcNow();
        if (waiting.Count > GiftsKept)
        {
            Forget(now);
        }

        return waiting.AddOrUpdate(address, _ => now + settings.Wait, (_, last) => last + settings.Spacing is var next && next > now + settings.Wait ? next : now + settings.Wait);
    }

    /// <summary>A card was declined for a gift that was begun here: its address is looked at, too.</summary>
    public void Declined(Guid gift)
    {
        if (senders.TryGetValue(gift.ToString(), out string? address) && address is not null && !Counts(declines, address))
        {
            Alarm(address, clock.GetUtcNow() + settings.AlarmFor);
        }
    }

    /// <summary>Everybody at a cause or an address is looked at until then, or for longer where that was said before.</summary>
    public void Alarm(string at, DateTimeOffset until)
    {
        Forget(clock.GetUtcNow());
        alarms.AddOrUpdate(at, until, (_, known) => known > until ? known : until);
    }

    /// <summary>Everybody there is looked at now.</summary>
    public bool IsAlarmed(string at) => alarms.TryGetValue(at, out var until) && until > clock.GetUtcNow();

    public void Dispose()
    {
        senders.Dispose();
        foreach (var counter in new[] { addresses, mailboxes, causes, declines })
        {
            counter.Dispose();
        }
    }

    private static bool Counts(PartitionedRateLimiter<string> counter, string key) => counter.AttemptAcquire(key).IsAcquired;

    // Partitions nobody asks about any more go by themselves.
    private static PartitionedRateLimiter<string> Counter(int most, TimeSpan window) => PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = most, Window = window, SegmentsPerWindow = 10, QueueLimit = 0 }));

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, until) in alarms.Where(pair => pair.Value < now).Concat(waiting.Where(pair => pair.Value < now)))
        {
            alarms.TryRemove(KeyValuePair.Create(key, until));
            waiting.TryRemove(KeyValuePair.Create(key, until));
        }
    }
}
