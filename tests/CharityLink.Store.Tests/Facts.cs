namespace CharityLink.Store.Tests;

/// <summary>A gift, as small as a test needs it.</summary>
public sealed record GiftMade(int Number, string Note = "给老人的午餐");

/// <summary>A second kind of fact.</summary>
public sealed record GiftThanked(Purpose Purpose, DateTimeOffset At);

/// <summary>Stored by name.</summary>
public enum Purpose
{
    Meals,
    Schooling,
}

/// <summary>Known to no program: what a newer one would write.</summary>
public sealed record GiftForwarded(string To);

/// <summary>The first shape of a fact that was given two newer ones.</summary>
public sealed record GiftPlanned(int Yuan);

/// <summary>The second shape.</summary>
public sealed record GiftPlanned2(long Fen);

/// <summary>The newest shape.</summary>
public sealed record GiftPlanned3(long Minor, string Currency);

/// <summary>Carries JSON as it is, so that a test can bring some that PostgreSQL refuses.</summary>
public sealed record RawFact(System.Text.Json.JsonElement Value);
