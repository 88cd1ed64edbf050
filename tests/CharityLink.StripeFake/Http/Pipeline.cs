using System.Text;
using CharityLink.StripeFake.Description;
using Microsoft.AspNetCore.Http;

namespace CharityLink.StripeFake.Http;

/// <summary>The way of a request: fault, key, description, idempotency, handler, description again.</summary>
internal sealed class Pipeline(World world, StripeFakeOptions options, Faults faults, Journal journal)
{
    private readonly Carrier carrier = new(world, options, journal);
    private int requests;

    public async Task Handle(HttpContext http)
    {
        if (options.Delay > TimeSpan.Zero)
        {
            await Task.Delay(options.Delay, http.RequestAborted);
        }

        var request = await Read(http);
        var fault = faults.Take(request);
        if (fault?.Kind == FaultKind.LostRequest)
        {
            Write(request, 0);
            http.Abort();
            return;
        }

        var answer = Front(fault) ?? carrier.Answer(request, fault?.Kind == FaultKind.BrokenForGood);
        if (fault?.Kind == FaultKind.BrokenAfter)
        {
            answer = Answer.Broken(request.Id);
        }

        await Send(http, request, answer, fault);
    }

    private async Task<Request> Read(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var path = http.Request.Path.ToString();
        var headers = http.Request.Headers;
        return new Request(
            $"req_fake{Interlocked.Increment(ref requests):D8}",
            http.Request.Method,
            path,
            http.Request.Method == "POST" ? body : http.Request.QueryString.ToString().TrimStart('?'),
            ApiDescription.Pinned.Find(http.Request.Method, path),
            headers["Idempotency-Key"].FirstOrDefault(),
            headers.Authorization.FirstOrDefault(),
            headers["Stripe-Version"].FirstOrDefault(),
            headers["Stripe-Account"].FirstOrDefault());
    }

    // What a machine in front of Stripe answers; nothing has begun.
    private static Answer? Front(OrderedFault? fault) => fault?.Kind switch
    {
        FaultKind.Busy => Answer.Of(new Problem(429, "invalid_request_error", "rate_limit", "Too many requests hit the API too quickly."), ""),
        FaultKind.Conflict => Answer.Of(new Problem(409, "invalid_request_error", "lock_timeout", "This object cannot be accessed right now."), ""),
        FaultKind.BrokenBefore => Answer.Broken(""),
        _ => null,
    };

    private async Task Send(HttpContext http, Request request, Answer answer, OrderedFault? fault)
    {
        var headers = http.Response.Headers;
        headers["Request-Id"] = request.Id;
        headers["Stripe-Version"] = request.Version ?? "2026-10-28.endive";
        if (answer.OriginalRequest != request.Id && answer.OriginalRequest.Length > 0)
        {
            headers["Idempotent-Replayed"] = "true";
            headers["Original-Request"] = answer.OriginalRequest;
        }

        if (fault?.RetryAfter is { } wait)
        {
            headers.RetryAfter = ((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (fault?.ShouldRetry is { } again)
        {
            headers["Stripe-Should-Retry"] = again ? "true" : "false";
        }

        if (fault?.Kind is FaultKind.LostAnswer or FaultKind.Silence)
        {
            Write(request, 0);
            await Vanish(http, fault.Kind == FaultKind.Silence);
            return;
        }

        Write(request, answer.Status);
        await SendBody(http, answer, fault?.Kind == FaultKind.CutShort);
    }

    private void Write(Request request, int status) =>
        journal.Add(new(request.Operation?.Id, request.Method, request.Path, request.Form, request.Key, request.Version, status) { Account = request.Account });

    private static async Task Vanish(HttpContext http, bool isSilent)
    {
        if (isSilent)
        {
            var gone = new TaskCompletionSource();
            await using var registration = http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        }

        http.Abort();
    }

    private static async Task SendBody(HttpContext http, Answer answer, bool isCutShort)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.Body);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = bytes.Length;
        // Kestrel closes a connection on which less came than was announced; aborting it could lose the half that was sent.
        await http.Response.Body.WriteAsync(bytes.AsMemory(0, isCutShort ? bytes.Length / 2 : bytes.Length), http.RequestAborted);
    }
}
