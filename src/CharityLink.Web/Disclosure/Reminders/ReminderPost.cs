using CharityLink.Disclosure;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Web.Accounts;
using CharityLink.Workers;

namespace CharityLink.Web.Disclosure.Reminders;

/// <summary>Reminds an organisation's own people of what it owes: a week before the last day, on it, and weekly while it is late. Where it has none, those of the nearest
/// organisation above that has. Hosted by every node; each reminder goes out once, a second time at most when a node falls between mail and note.</summary>
internal sealed class ReminderPost(
    ReminderBook book, ReminderText text, DutyCalendar duties, Answerable answerable, AppointmentList appointments, OrganisationDirectory organisations, Postbox postbox, EventStore store, ReadModelHost readModels,
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<ReminderPost> log) : RecurringWork("reminders of duties", _every, clock, log, _first)
{
    private const int DutiesAtOnce = 1_000;

    private const int PeopleAtOnce = 50;
    private static readonly TimeSpan _first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _catchUpMax = TimeSpan.FromSeconds(10);

    /// <summary>One round: writes down what is owed as of today and sends what waits; how many mails went out.</summary>
    public async Task<int> RunOnce(CancellationToken ct)
    {
        // A calendar that is behind the log would remind people of what they have done.
        var end = await store.ReadEnd(ct);
        if (!await readModels.WaitFor(duties.Name, end, _catchUpMax, ct) || !await readModels.WaitFor(appointments.Name, end, _catchUpMax, ct)
            || !await readModels.WaitFor(organisations.Name, end, _catchUpMax, ct))
        {
            return 0;
        }

        var today = Clock.Today();
        await Owe(today, ct);
        var mails = 0;
        while (await book.Take(PeopleAtOnce, ct) is { Count: > 0 } taken)
        {
            mails += await Send(taken, today, ct);
        }

        return mails;
    }

    /// <inheritdoc/>
    protected override Task Round(CancellationToken ct) => RunOnce(ct);

    // A part at a time, so that a city's whole arrears never stand in memory.
    private async Task Owe(DateOnly today, CancellationToken ct)
    {
        for (DutyRow? last = null; ;)
        {
            var due = await duties.Due(today, ReminderWeek.DaysAhead, last, DutiesAtOnce, ct);
            var people = await answerable.Of([.. due.Select(duty => duty.OrganisationId).Distinct()], ct);
            await book.Owe([.. from duty in due
                               let week = ReminderWeek.Of(duty.DueOn.GetValueOrDefault(), today)
                               where week is not null
                               from account in people.GetValueOrDefault(duty.OrganisationId, [])
                               select new Reminder(duty.DutyId, account, week.GetValueOrDefault())], ct);
            if (due.Count < DutiesAtOnce)
            {
                return;
            }

            last = due[^1];
        }
    }

    private async Task<int> Send(IReadOnlyList<Reminder> taken, DateOnly today, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var open = (await duties.FindMany([.. taken.Select(one => one.DutyId).Distinct()], ct)).Where(duty => duty is { MetOn: null, DueOn: not null }).ToDictionary(duty => duty.DutyId);
        var addresses = await scope.ServiceProvider.GetRequiredService<AccountDirectory>().Addresses(taken.Select(one => one.AccountId), ct);
        var (sent, failed, mails) = (new List<Reminder>(), new List<Reminder>(), 0);
        foreach (var mine in taken.GroupBy(one => one.AccountId))
        {
            // What was met meanwhile, and whoever is gone, needs no mail, and none is tried again.
            var owed = mine.Where(one => open.ContainsKey(one.DutyId)).ToList();
            if (owed.Count == 0 || addresses.GetValueOrDefault(mine.Key) is not { } to)
            {
                sent.AddRange(mine);
                continue;
            }

            var rows = owed.Select(one => open[one.DutyId]).OrderBy(duty => duty.DueOn).ThenBy(duty => duty.DutyId).ToList();
            var isSent = await postbox.Deliver(text.Of(to, rows, today), ct);
            (isSent ? sent : failed).AddRange(mine);
            mails += isSent ? 1 : 0;
        }

        await book.End(sent, failed, ct);
        return mails;
    }
}
