namespace CharityLink.StripeFake.Http;

/// <summary>An answer as it is kept for a key.</summary>
internal sealed record KeptAnswer(string Fingerprint, int Status, string Body, string RequestId, long At);

/// <summary>
/// Keeps the answer of the first request with a key and gives it again: Stripe does so once execution has begun, whatever came
/// of it, and forgets after a day.
/// </summary>
internal sealed class Idempotency
{
    private const long Lifetime = 24 * 3600;
    private readonly Dictionary<string, KeptAnswer?> answers = new(StringComparer.Ordinal);

    /// <summary>The kept answer; null when the key is new, which is then held until it is kept or dropped.</summary>
    public KeptAnswer? Begin(string key, string fingerprint, long now)
    {
        if (answers.TryGetValue(key, out var kept) && kept is null)
        {
            throw new Problem(409, "invalid_request_error", "idempotency_key_in_use", "There is currently another in-progress request using this Idempotent Key.") { BeforeExecution = true };
        }

        if (kept is not null && now - kept.At < Lifetime)
        {
            return kept.Fingerprint == fingerprint
                ? kept
                : throw new Problem(400, "idempotency_error", null, "Keys for idempotent requests can only be used with the same parameters they were first used with.") { BeforeExecution = true };
        }

        answers[key] = null;
        return null;
    }

    public void Keep(string key, KeptAnswer answer) => answers[key] = answer;

    public void Drop(string key) => answers.Remove(key);
}
