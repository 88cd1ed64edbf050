namespace CharityLink.Giving;

/// <summary>Promises, added up: how many, how much, what is kept of it and what is not waited for any more.</summary>
internal sealed record PledgeSum(long Pledges, long Pledged, long Fulfilled, long Fallen)
{
    public static PledgeSum None { get; } = new(0, 0, 0, 0);

    public static PledgeSum operator +(PledgeSum one, PledgeSum other) =>
        checked(new(one.Pledges + other.Pledges, one.Pledged + other.Pledged, one.Fulfilled + other.Fulfilled, one.Fallen + other.Fallen));

    public static PledgeSum operator -(PledgeSum one) => new(-one.Pledges, -one.Pledged, -one.Fulfilled, -one.Fallen);
}
