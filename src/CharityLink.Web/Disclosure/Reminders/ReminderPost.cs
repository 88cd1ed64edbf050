using CharityLink.Disclosure;
using CharityLink.Network;
using CharityLink.People;
using CharityLink.Store;
using CharityLink.Workers;

namespace CharityLink.Web.Disclosure.Reminders;

/// <summary>Reminds an organisation's own people of what it owes: a week before the last day, on it, and weekly while it is late. Where it has none, those of the nearest
/// organisation above that has. Hosted by every node; each reminder is noted once.</summary>
internal sealed class ReminderPost(
    ReminderBook book, DutyCalendar duties, Answerable answerable, AppointmentList appointments, OrganisationDirectory organisations, EventStore store, ReadModelHost readModels,
    TimeProvider clock, ILogger<ReminderPost> log) : RecurringWork("reminders of duties", _every, clock, log, _first)
{
    private const int DutiesAtOnce = 1_000;
    private static readonly TimeSpan _first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _catchUpMax = TimeSpan.FromSeconds(10);

    /// <summary>One round: writes down what is owed as of today and notes the mails; how many there were.</summary>
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
        return await book.Tell(today, ct);
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
}
