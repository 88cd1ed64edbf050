using System.Text.Json.Nodes;
using CharityLink.StripeFake.Description;
using CharityLink.StripeFake.Objects;

namespace CharityLink.StripeFake.Http;

/// <summary>Carries a call out once for its key, and holds both sides against the description.</summary>
internal sealed class Carrier(World world, StripeFakeOptions options, Journal journal)
{
    private readonly Idempotency idempotency = new();

    public Answer Answer(Request request, bool breaksForGood)
    {
        var form = Description.Form.Read(request.Form);
        lock (world.Gate)
        {
            world.RunDue();
            var key = request.Method == "POST" ? request.Key : null;
            try
            {
                Admit(request, form);
                if (key is not null && idempotency.Begin(key, request.Fingerprint, world.Now) is { } kept)
                {
                    return new Answer(kept.Status, kept.Body, kept.RequestId);
                }
            }
            catch (Problem problem)
            {
                return Checked(Http.Answer.Of(problem, request.Id));
            }

            var answer = Carry(request, form, breaksForGood);
            if (key is not null)
            {
                idempotency.Keep(key, new KeptAnswer(request.Fingerprint, answer.Status, answer.Body, request.Id, world.Now));
            }

            return answer;
        }
    }

    private void Admit(Request request, JsonObject form)
    {
        var isKey = request.Authorization is { } sent && (sent.StartsWith("Bearer sk_", StringComparison.Ordinal)
            || sent.StartsWith("Bearer rk_", StringComparison.Ordinal) || sent.StartsWith("Basic ", StringComparison.Ordinal));
        if (!isKey || world.Orders.KeysAreRevoked)
        {
            throw new Problem(401, "invalid_request_error", null, "Invalid API Key provided.");
        }

        if (world.Orders.KeysLackRights)
        {
            throw new Problem(403, "invalid_request_error", null, "The provided key does not have the required permissions.");
        }

        if (request.Operation is not { } operation || !Handlers.All.ContainsKey(operation.Id))
        {
            journal.Complain([$"{request.Method} {request.Path} is not known"]);
            throw new Problem(404, "invalid_request_error", "url_invalid", $"Unrecognized request URL ({request.Method}: {request.Path}).");
        }

        var faults = options.Check ? Oracle.Request(operation, form).ToList() : [];
        if (faults.Count > 0)
        {
            journal.Complain(faults);
            throw Problem.Invalid($"Received unknown or wrong parameters: {string.Join("; ", faults)}", code: "parameter_unknown");
        }
    }

    private Answer Carry(Request request, JsonObject form, bool breaksForGood)
    {
        if (breaksForGood)
        {
            return Http.Answer.Broken(request.Id);
        }

        try
        {
            var operation = request.Operation!; // admitted
            var ids = operation.Matches.Match(request.Path).Groups;
            var made = Handlers.All[operation.Id](new FakeCall(world, ids.Count > 1 ? Uri.UnescapeDataString(ids[1].Value) : "", form));
            var answer = made.DeepClone();
            Expansion.Apply(world, answer, form["expand"]);
            if (options.Check)
            {
                journal.Complain(Oracle.Answer(operation, answer));
            }

            return new Answer(200, answer, request.Id);
        }
        catch (Problem problem)
        {
            return Checked(Http.Answer.Of(problem, request.Id));
        }
        catch (Exception bug)
        {
            // A mistake of the stand-in itself fails the test that met it.
            journal.Complain([$"{request.Method} {request.Path}: {bug}"]);
            return Http.Answer.Broken(request.Id);
        }
    }

    private Answer Checked(Answer refusal)
    {
        if (options.Check)
        {
            journal.Complain(Oracle.Error(JsonNode.Parse(refusal.Body)!));
        }

        return refusal;
    }
}
