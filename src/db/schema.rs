//! The tables as the queries know them; one description for both databases.
//! Times are `BigInt` microseconds since 1970 (UTC), see [`crate::clock::Time`].

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        uri -> Text,
        kind -> Text,
        username -> Text,
        domain -> Nullable<Text>,
        handle -> Text,
        display_name -> Text,
        note -> Text,
        url -> Text,
        inbox_url -> Text,
        shared_inbox_url -> Nullable<Text>,
        followers_url -> Text,
        avatar_url -> Nullable<Text>,
        header_url -> Nullable<Text>,
        key_id -> Text,
        public_key -> Text,
        locked -> Bool,
        bot -> Bool,
        discoverable -> Bool,
        indexable -> Bool,
        fields -> Text,
        created_at -> BigInt,
        fetched_at -> Nullable<BigInt>,
        suspended_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
        last_status_at -> Nullable<BigInt>,
        statuses_count -> BigInt,
        followers_count -> BigInt,
        following_count -> BigInt,
        ed25519_key_id -> Nullable<Text>,
        ed25519_key -> Nullable<Text>,
        also_known_as -> Text,
        moved_to_uri -> Nullable<Text>,
        featured_url -> Nullable<Text>,
        moderators_url -> Nullable<Text>,
        emojis -> Text,
        silenced_at -> Nullable<BigInt>,
        suspended_by -> Nullable<Text>,
        silenced_by -> Nullable<Text>,
        hide_collections -> Bool,
        avatar_description -> Text,
        header_description -> Text,
        sensitized_at -> Nullable<BigInt>,
        pending_at -> Nullable<BigInt>,
        attestation_url -> Nullable<Text>,
        moved_at -> Nullable<BigInt>,
        by_mail -> Bool,
    }
}

diesel::table! {
    private_keys (account_id) {
        account_id -> BigInt,
        pkcs8 -> Binary,
        ed25519 -> Nullable<Binary>,
    }
}

diesel::table! {
    device_keys (account_id) {
        account_id -> BigInt,
        multikey -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    former_keys (id) {
        id -> BigInt,
        account_id -> BigInt,
        key_id -> Text,
        multikey -> Text,
        ed25519 -> Binary,
        until_at -> BigInt,
    }
}

diesel::table! {
    users (account_id) {
        account_id -> BigInt,
        email -> Text,
        password_hash -> Text,
        default_visibility -> Text,
        default_sensitive -> Bool,
        default_language -> Text,
        created_at -> BigInt,
        note -> Text,
        fields -> Text,
        quote_policy -> Text,
        settings -> Text,
        confirmed_at -> Nullable<BigInt>,
        approved_at -> Nullable<BigInt>,
        disabled_at -> Nullable<BigInt>,
        reason -> Text,
        locale -> Text,
        app_id -> Nullable<BigInt>,
        active_on -> BigInt,
        invitation_id -> Nullable<BigInt>,
        totp_secret -> Nullable<Text>,
        totp_at -> Nullable<BigInt>,
        totp_step -> BigInt,
        digest_at -> BigInt,
    }
}

diesel::table! {
    memberships (id) {
        id -> BigInt,
        account_id -> BigInt,
        role -> Text,
        since -> BigInt,
        until -> Nullable<BigInt>,
        decision -> Text,
    }
}

diesel::table! {
    stewards (id) {
        id -> BigInt,
        account_id -> BigInt,
        since -> BigInt,
        until -> Nullable<BigInt>,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        account_id -> BigInt,
        created_at -> BigInt,
        expires_at -> BigInt,
        agent -> Text,
    }
}

diesel::table! {
    apps (id) {
        id -> BigInt,
        client_id -> Text,
        secret_hash -> Text,
        name -> Text,
        website -> Nullable<Text>,
        redirect_uris -> Text,
        scopes -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    codes (code_hash) {
        code_hash -> Text,
        app_id -> BigInt,
        account_id -> BigInt,
        redirect_uri -> Text,
        scopes -> Text,
        challenge -> Nullable<Text>,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    tokens (id) {
        id -> BigInt,
        token_hash -> Text,
        app_id -> BigInt,
        account_id -> Nullable<BigInt>,
        scopes -> Text,
        code_hash -> Nullable<Text>,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    follows (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_id -> BigInt,
        uri -> Text,
        created_at -> BigInt,
        accepted_at -> Nullable<BigInt>,
        show_reblogs -> Bool,
        notify -> Bool,
    }
}

diesel::table! {
    statuses (id) {
        id -> BigInt,
        uri -> Text,
        url -> Text,
        account_id -> BigInt,
        local -> Bool,
        reblog_of_id -> Nullable<BigInt>,
        in_reply_to_uri -> Nullable<Text>,
        in_reply_to_id -> Nullable<BigInt>,
        in_reply_to_account_id -> Nullable<BigInt>,
        thread_id -> BigInt,
        content -> Text,
        source -> Nullable<Text>,
        spoiler_text -> Text,
        visibility -> Text,
        sensitive -> Bool,
        language -> Nullable<Text>,
        app_id -> Nullable<BigInt>,
        idempotency_key -> Nullable<Text>,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        replies_count -> BigInt,
        reblogs_count -> BigInt,
        favourites_count -> BigInt,
        object_type -> Text,
        attachments -> Text,
        emojis -> Text,
        interaction_policy -> Nullable<Text>,
        replies_url -> Nullable<Text>,
        context_uri -> Nullable<Text>,
        group_id -> Nullable<BigInt>,
        locked_at -> Nullable<BigInt>,
        backfilled_at -> Nullable<BigInt>,
        quote_uri -> Nullable<Text>,
        quote_id -> Nullable<BigInt>,
        quote_state -> Nullable<Text>,
        quote_approval_uri -> Nullable<Text>,
        quotes_count -> BigInt,
        article -> Nullable<Text>,
    }
}

diesel::table! {
    status_edits (id) {
        id -> BigInt,
        status_id -> BigInt,
        content -> Text,
        spoiler_text -> Text,
        sensitive -> Bool,
        created_at -> BigInt,
        attachments -> Text,
        emojis -> Text,
        poll -> Nullable<Text>,
    }
}

diesel::table! {
    media (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> Nullable<BigInt>,
        scheduled_id -> Nullable<BigInt>,
        kind -> Text,
        state -> Text,
        error -> Nullable<Text>,
        file -> Nullable<Text>,
        preview -> Nullable<Text>,
        meta -> Text,
        description -> Text,
        blurhash -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    mentions (status_id, account_id) {
        status_id -> BigInt,
        account_id -> BigInt,
    }
}

diesel::table! {
    status_tags (status_id, name) {
        status_id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    favourites (id) {
        id -> BigInt,
        uri -> Text,
        account_id -> BigInt,
        status_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    home_entries (account_id, status_id) {
        account_id -> BigInt,
        status_id -> BigInt,
        root_id -> BigInt,
    }
}

diesel::table! {
    notifications (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        from_id -> BigInt,
        status_id -> Nullable<BigInt>,
        created_at -> BigInt,
        filtered -> Bool,
        group_key -> Text,
        about_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    tombstones (uri) {
        uri -> Text,
        actor_uri -> Text,
        deleted_at -> BigInt,
    }
}

diesel::table! {
    activities (id) {
        id -> BigInt,
        uri -> Text,
        account_id -> BigInt,
        kind -> Text,
        object_uri -> Text,
        body -> Text,
        followers_of -> Text,
        recipients -> Text,
        urgent -> Bool,
        created_at -> BigInt,
        fanned_out_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    deliveries (id) {
        id -> BigInt,
        activity_id -> BigInt,
        inbox_url -> Text,
        host -> Text,
        order_key -> Text,
        urgent -> Bool,
        attempts -> BigInt,
        next_at -> BigInt,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    hosts (host) {
        host -> Text,
        pending -> Bool,
        next_at -> BigInt,
        leased_until -> Nullable<BigInt>,
        failures -> BigInt,
        first_failed_at -> Nullable<BigInt>,
        last_ok_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
        parked_at -> Nullable<BigInt>,
        missed_since -> Nullable<BigInt>,
        signs -> Nullable<Text>,
        signs_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    inbound (id) {
        id -> BigInt,
        uri -> Text,
        signer_uri -> Text,
        kind -> Text,
        body -> Text,
        received_at -> BigInt,
        attempts -> BigInt,
        next_at -> BigInt,
        done_at -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    later (id) {
        id -> BigInt,
        kind -> Text,
        subject -> Text,
        next_at -> BigInt,
        attempts -> BigInt,
    }
}

diesel::table! {
    domain_rules (id) {
        id -> BigInt,
        host -> Text,
        severity -> Text,
        public_comment -> Text,
        private_comment -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    blocks (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_id -> BigInt,
        uri -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    mutes (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_id -> BigInt,
        notifications -> Bool,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    reports (id) {
        id -> BigInt,
        uri -> Text,
        account_id -> BigInt,
        target_id -> BigInt,
        comment -> Text,
        category -> Text,
        status_uris -> Text,
        forwarded -> Bool,
        created_at -> BigInt,
        resolved_at -> Nullable<BigInt>,
        resolved_by -> Nullable<BigInt>,
        assigned_to -> Nullable<BigInt>,
        rule_ids -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    polls (status_id) {
        status_id -> BigInt,
        multiple -> Bool,
        expires_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        voters_count -> BigInt,
    }
}

diesel::table! {
    poll_options (status_id, position) {
        status_id -> BigInt,
        position -> BigInt,
        title -> Text,
        votes_count -> BigInt,
    }
}

diesel::table! {
    poll_votes (status_id, account_id, position) {
        status_id -> BigInt,
        account_id -> BigInt,
        position -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    reactions (id) {
        id -> BigInt,
        uri -> Text,
        account_id -> BigInt,
        status_id -> BigInt,
        name -> Text,
        emoji_url -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    pins (account_id, status_id) {
        account_id -> BigInt,
        status_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    quote_authorizations (id) {
        id -> BigInt,
        status_id -> BigInt,
        quoting_uri -> Text,
        quoting_account_id -> BigInt,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    bookmarks (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    lists (id) {
        id -> BigInt,
        account_id -> BigInt,
        title -> Text,
        replies_policy -> Text,
        exclusive -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    list_members (id) {
        id -> BigInt,
        list_id -> BigInt,
        account_id -> BigInt,
    }
}

diesel::table! {
    markers (account_id, timeline) {
        account_id -> BigInt,
        timeline -> Text,
        last_read_id -> BigInt,
        version -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    filters (id) {
        id -> BigInt,
        account_id -> BigInt,
        title -> Text,
        contexts -> Text,
        action -> Text,
        expires_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    filter_keywords (id) {
        id -> BigInt,
        filter_id -> BigInt,
        keyword -> Text,
        whole_word -> Bool,
    }
}

diesel::table! {
    filter_statuses (id) {
        id -> BigInt,
        filter_id -> BigInt,
        status_id -> BigInt,
    }
}

diesel::table! {
    conversations (id) {
        id -> BigInt,
        account_id -> BigInt,
        thread_id -> BigInt,
        last_status_id -> BigInt,
        unread -> Bool,
        participants -> Text,
    }
}

diesel::table! {
    tag_follows (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    featured_tags (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    thread_mutes (account_id, thread_id) {
        account_id -> BigInt,
        thread_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    account_notes (account_id, target_id) {
        account_id -> BigInt,
        target_id -> BigInt,
        note -> Text,
    }
}

diesel::table! {
    muted_hosts (id) {
        id -> BigInt,
        account_id -> BigInt,
        host -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    endorsements (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    dismissed_suggestions (account_id, target_id) {
        account_id -> BigInt,
        target_id -> BigInt,
    }
}

diesel::table! {
    scheduled_statuses (id) {
        id -> BigInt,
        account_id -> BigInt,
        scheduled_at -> BigInt,
        params -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    announcements (id) {
        id -> BigInt,
        text -> Text,
        content -> Text,
        starts_at -> Nullable<BigInt>,
        ends_at -> Nullable<BigInt>,
        all_day -> Bool,
        published_at -> BigInt,
        updated_at -> BigInt,
        emojis -> Text,
    }
}

diesel::table! {
    announcement_reads (announcement_id, account_id) {
        announcement_id -> BigInt,
        account_id -> BigInt,
    }
}

diesel::table! {
    announcement_reactions (announcement_id, account_id, name) {
        announcement_id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    notification_permissions (account_id, from_id) {
        account_id -> BigInt,
        from_id -> BigInt,
    }
}

diesel::table! {
    notification_requests (id) {
        id -> BigInt,
        account_id -> BigInt,
        from_id -> BigInt,
        last_status_id -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    push_subscriptions (id) {
        id -> BigInt,
        token_id -> BigInt,
        account_id -> BigInt,
        endpoint -> Text,
        p256dh -> Text,
        auth -> Text,
        alerts -> Text,
        policy -> Text,
        standard -> Bool,
        access_token -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    cards (id) {
        id -> BigInt,
        url -> Text,
        entity -> Text,
        fetched_at -> BigInt,
    }
}

diesel::table! {
    status_cards (status_id) {
        status_id -> BigInt,
        card_id -> BigInt,
    }
}

diesel::table! {
    house_rules (id) {
        id -> BigInt,
        position -> BigInt,
        text -> Text,
        hint -> Text,
    }
}

diesel::table! {
    audit_log (id) {
        id -> BigInt,
        by_id -> Nullable<BigInt>,
        act -> Text,
        account_id -> Nullable<BigInt>,
        subject -> Text,
        note -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    invitations (id) {
        id -> BigInt,
        code -> Text,
        by_id -> Nullable<BigInt>,
        note -> Text,
        most_uses -> Nullable<BigInt>,
        uses -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    custom_emojis (id) {
        id -> BigInt,
        shortcode -> Text,
        file -> Text,
        still -> Text,
        category -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        overwrite -> Bool,
        total -> BigInt,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    import_rows (import_id, position) {
        import_id -> BigInt,
        position -> BigInt,
        cells -> Text,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    archives (id) {
        id -> BigInt,
        account_id -> BigInt,
        size -> Nullable<BigInt>,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    collections (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        description -> Text,
        language -> Nullable<Text>,
        tag -> Nullable<Text>,
        sensitive -> Bool,
        discoverable -> Bool,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    collection_items (id) {
        id -> BigInt,
        collection_id -> BigInt,
        account_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    proposals (id) {
        id -> BigInt,
        author_id -> BigInt,
        kind -> Text,
        state -> Text,
        title -> Text,
        topic -> Text,
        team -> Text,
        budget -> Text,
        brand -> Bool,
        version -> BigInt,
        process -> Text,
        by_laws -> Text,
        by_laws_hash -> Text,
        review_at -> BigInt,
        changes -> Nullable<Text>,
        replaces_id -> Nullable<BigInt>,
        roll_hash -> Nullable<Text>,
        status_id -> Nullable<BigInt>,
        outcome -> Text,
        tally -> Nullable<Text>,
        created_at -> BigInt,
        published_at -> Nullable<BigInt>,
        ends_at -> Nullable<BigInt>,
        due_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        touched_at -> BigInt,
        person_id -> Nullable<BigInt>,
        seat -> Text,
        team_id -> Nullable<BigInt>,
        advisory_id -> Nullable<BigInt>,
        roll_size -> BigInt,
        heavy -> Nullable<Text>,
        revision -> BigInt,
    }
}

diesel::table! {
    past_decisions (id) {
        id -> BigInt,
        source -> Text,
        source_key -> Text,
        title -> Text,
        author -> Text,
        kind -> Text,
        outcome -> Text,
        started_at -> BigInt,
        closed_at -> Nullable<BigInt>,
        document -> Text,
    }
}

diesel::table! {
    candidacies (id) {
        id -> BigInt,
        account_id -> BigInt,
        state -> Text,
        process -> Text,
        statement -> Text,
        proposal_id -> Nullable<BigInt>,
        created_at -> BigInt,
        due_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    candidacy_endorsements (candidacy_id, account_id) {
        candidacy_id -> BigInt,
        account_id -> BigInt,
        document -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    seats (account_id) {
        account_id -> BigInt,
        since -> BigInt,
        ends_at -> BigInt,
        done -> Text,
        due_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    proposal_versions (proposal_id, version) {
        proposal_id -> BigInt,
        version -> BigInt,
        title -> Text,
        driver -> Text,
        body -> Text,
        hash -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    proposal_responsible (proposal_id, account_id) {
        proposal_id -> BigInt,
        account_id -> BigInt,
    }
}

diesel::table! {
    proposal_acts (id) {
        id -> BigInt,
        proposal_id -> BigInt,
        account_id -> Nullable<BigInt>,
        role -> Text,
        at -> BigInt,
        version -> BigInt,
        act -> Text,
        events -> Text,
    }
}

diesel::table! {
    rolls (proposal_id, account_id) {
        proposal_id -> BigInt,
        account_id -> BigInt,
        weight -> BigInt,
    }
}

diesel::table! {
    stances (proposal_id, round, account_id) {
        proposal_id -> BigInt,
        round -> BigInt,
        account_id -> BigInt,
        stance -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    alternatives (proposal_id, number) {
        proposal_id -> BigInt,
        number -> BigInt,
        account_id -> BigInt,
        title -> Text,
        body -> Text,
        hash -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    ballots (proposal_id, account_id) {
        proposal_id -> BigInt,
        account_id -> BigInt,
        grades -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    proposal_attachments (id) {
        id -> BigInt,
        proposal_id -> BigInt,
        version -> BigInt,
        name -> Text,
        size -> BigInt,
        digest -> Text,
        file -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    attestations (account_id) {
        account_id -> BigInt,
        chapter_uri -> Text,
        chapter_name -> Text,
        valid_until -> BigInt,
        fault -> Text,
        checked_at -> BigInt,
        held_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    networks (id) {
        id -> BigInt,
        uri -> Text,
        name -> Text,
        chapter_uri -> Text,
        state -> Text,
        draft -> Nullable<Text>,
        created_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    network_rosters (network_id, version) {
        network_id -> BigInt,
        version -> BigInt,
        digest -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    network_lost_rosters (network_id, digest) {
        network_id -> BigInt,
        digest -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    network_requests (chapter_uri) {
        chapter_uri -> Text,
        name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    network_registers (chapter_uri) {
        chapter_uri -> Text,
        published -> BigInt,
        body -> Text,
    }
}

diesel::table! {
    network_decisions (id) {
        id -> BigInt,
        network_id -> BigInt,
        uri -> Text,
        host_uri -> Text,
        author_uri -> Text,
        proposal -> Text,
        title -> Text,
        process -> Text,
        state -> Text,
        standing -> Text,
        version -> BigInt,
        ends_at -> Nullable<BigInt>,
        status_id -> Nullable<BigInt>,
        created_at -> BigInt,
        opened_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        clock -> BigInt,
        revision -> BigInt,
        next_at -> Nullable<BigInt>,
        advisory_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    network_challenges (digest) {
        digest -> Text,
        proposal -> Text,
        chapter_uri -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    network_pieces (decision_id, name) {
        decision_id -> BigInt,
        name -> Text,
        body -> Text,
    }
}

diesel::table! {
    network_sent (decision_id, recipient, what) {
        decision_id -> BigInt,
        recipient -> Text,
        what -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    teams (id) {
        id -> BigInt,
        name -> Text,
        folded -> Text,
        kind -> Text,
        purpose -> Text,
        account_id -> BigInt,
        created_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    team_members (team_id, account_id) {
        team_id -> BigInt,
        account_id -> BigInt,
        since -> BigInt,
    }
}

diesel::table! {
    tallies (proposal_id) {
        proposal_id -> BigInt,
        counted -> Text,
    }
}

diesel::table! {
    sense_checks (proposal_id, account_id) {
        proposal_id -> BigInt,
        account_id -> BigInt,
        version -> BigInt,
        sense -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    delegations (id) {
        id -> BigInt,
        truster_id -> BigInt,
        trustee_id -> Nullable<BigInt>,
        scope -> Text,
        subject -> Text,
        since -> BigInt,
        expires_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    agreements (id) {
        id -> BigInt,
        state -> Text,
        process -> Text,
        since -> BigInt,
        review_at -> BigInt,
        due_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        title -> Text,
    }
}

diesel::table! {
    agreement_acts (id) {
        id -> BigInt,
        agreement_id -> BigInt,
        account_id -> Nullable<BigInt>,
        at -> BigInt,
        act -> Text,
    }
}

diesel::table! {
    by_laws (id) {
        id -> BigInt,
        laws -> Text,
        since -> BigInt,
        decision -> Text,
    }
}

diesel::table! {
    reason_requests (status_id) {
        status_id -> BigInt,
        proposal_id -> BigInt,
        account_id -> BigInt,
        round -> BigInt,
    }
}

diesel::joinable!(statuses -> accounts (account_id));
diesel::joinable!(home_entries -> statuses (status_id));
diesel::joinable!(users -> accounts (account_id));
diesel::joinable!(private_keys -> accounts (account_id));
diesel::joinable!(former_keys -> accounts (account_id));
diesel::joinable!(device_keys -> accounts (account_id));
diesel::joinable!(deliveries -> activities (activity_id));

diesel::table! {
    recovery_codes (account_id, code_hash) {
        account_id -> BigInt,
        code_hash -> Text,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    passkeys (id) {
        id -> BigInt,
        account_id -> BigInt,
        credential_id -> Text,
        public_key -> Text,
        sign_count -> BigInt,
        name -> Text,
        created_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    tickets (token_hash) {
        token_hash -> Text,
        account_id -> Nullable<BigInt>,
        purpose -> Text,
        data -> Text,
        expires_at -> BigInt,
    }
}

diesel::table! {
    email_subscriptions (id) {
        id -> BigInt,
        account_id -> BigInt,
        email -> Text,
        language -> Text,
        asked_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        sent_id -> BigInt,
    }
}

diesel::table! {
    letters (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        address -> Text,
        kind -> Text,
        subject -> Text,
        text -> Text,
        html -> Text,
        unsubscribe -> Nullable<Text>,
        created_at -> BigInt,
        attempts -> BigInt,
        sent_at -> Nullable<BigInt>,
        error -> Nullable<Text>,
    }
}

diesel::joinable!(team_members -> accounts (account_id));
diesel::joinable!(team_members -> teams (team_id));
diesel::allow_tables_to_appear_in_same_query!(
    settings,
    teams,
    team_members,
    accounts,
    private_keys,
    former_keys,
    device_keys,
    users,
    memberships,
    stewards,
    sessions,
    apps,
    codes,
    tokens,
    follows,
    statuses,
    status_edits,
    media,
    mentions,
    status_tags,
    favourites,
    home_entries,
    notifications,
    tombstones,
    activities,
    deliveries,
    hosts,
    inbound,
    later,
    domain_rules,
    blocks,
    mutes,
    reports,
    polls,
    poll_options,
    poll_votes,
    reactions,
    pins,
    quote_authorizations,
    bookmarks,
    lists,
    list_members,
    markers,
    filters,
    filter_keywords,
    filter_statuses,
    conversations,
    tag_follows,
    featured_tags,
    thread_mutes,
    account_notes,
    muted_hosts,
    endorsements,
    dismissed_suggestions,
    scheduled_statuses,
    announcements,
    announcement_reads,
    announcement_reactions,
    notification_permissions,
    notification_requests,
    push_subscriptions,
    cards,
    status_cards,
    house_rules,
    audit_log,
    invitations,
    custom_emojis,
    imports,
    import_rows,
    archives,
    collections,
    collection_items,
    recovery_codes,
    passkeys,
    tickets,
    letters,
    email_subscriptions,
    proposals,
    proposal_versions,
    proposal_responsible,
    proposal_acts,
    rolls,
    stances,
    alternatives,
    ballots,
    sense_checks,
    delegations,
    agreements,
    agreement_acts,
    by_laws,
    reason_requests,
    candidacies,
    candidacy_endorsements,
    seats,
    past_decisions,
    networks,
    network_rosters,
    network_lost_rosters,
    network_requests,
    network_registers,
    network_decisions,
    network_challenges,
    network_pieces,
    network_sent
);
