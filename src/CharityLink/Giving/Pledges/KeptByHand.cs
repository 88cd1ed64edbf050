using CharityLink.Kernel;

namespace CharityLink.Giving;

/// <content>Promises that are kept by money that came without the site: in a box, by cheque, by a transfer that says nothing.</content>
public sealed partial record Pledge
{
    /// <summary>A gift that somebody enters can keep it: it stands and its giver pays it. One that was never confirmed is nobody's business, as on every page of staff.</summary>
    /// <param name="choice">What the gift is for; null where the promise says it.</param>
    /// <param name="holder">Who receives the money; null where that is not known, since nothing can be given there.</param>
    public static Refusal? WhyNotKeptBy(Pledge? pledge, CauseChoice? choice, Guid? holder, string field) => pledge switch
    {
        null or { State: PledgeState.Made } => new Refusal("promise_number_unknown", field),
        _ when (holder is not null && pledge.Made.Cause.HolderId != holder) || (choice is not null && !pledge.IsFor(choice)) => new Refusal("promise_of_other_cause", field),
        { State: PledgeState.Kept } => new Refusal("promise_kept", field),
        { State: not PledgeState.Confirmed } => new Refusal("promise_no_longer", field),
        // Else its card could be charged while the money is being counted.
        { IsByCard: true } => new Refusal("pledge_collected_by_card", field),
        _ => null,
    };

    /// <summary>What a gift that keeps it is for: the site and the page it was promised to, too.</summary>
    public CauseChoice Choice => CauseChoice.Of(Made.Cause);

    // Whoever takes the money knows the program or the project; which site or page it was promised through, the promise knows.
    internal bool IsFor(CauseChoice choice) => (choice.ProgramId, choice.ProjectId) == (Choice.ProgramId, Choice.ProjectId);
}

/// <summary>Finds promises by the numbers that people typed.</summary>
internal sealed class PromiseBook(PledgeList list, Pledges pledges)
{
    /// <summary>By the number as it was typed, each with its promise as it stands; numbers that are none, or that two promises share, are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Pledge>> Find(IEnumerable<string?> numbers, CancellationToken ct)
    {
        var keys = numbers.OfType<string>().Distinct(StringComparer.Ordinal).Select(number => (Number: number, Key: PromiseNumber.Key(number))).Where(one => one.Key is not null).ToList();
        if (keys.Count == 0)
        {
            return new Dictionary<string, Pledge>(StringComparer.Ordinal);
        }

        var ids = (await list.OfNumbers(keys.ConvertAll(one => one.Key!), ct)).ToLookup(id => PromiseNumber.Key(id.ToString())!, StringComparer.Ordinal); // Ids have a key, and those without were left out.
        var known = keys.Where(one => ids[one.Key!].Count() == 1).Select(one => (one.Number, Id: ids[one.Key!].Single())).ToList();
        var found = (await Task.WhenAll(known.Select(one => one.Id).Distinct().Select(id => pledges.Find(id, ct)))).OfType<Pledge>().ToDictionary(pledge => pledge.Made.PledgeId);
        return known.Where(one => found.ContainsKey(one.Id)).ToDictionary(one => one.Number, one => found[one.Id], StringComparer.Ordinal);
    }
}
